package dev.penumbra.model;

import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Posterior;

/** A trained model that can be applied: exact in pure Java, or with LibTorch for bulk. Deterministic; never samples. */
public interface Inference {
    /** What is applied. */
    Model model();

    /**
     * The posteriors q(z|x) of a batch.
     *
     * @param x     [batch, d], row after row
     * @param batch how many examples
     */
    Posterior encode(float[] x, int batch);

    /**
     * The decoder's outputs, which {@link Model#likelihood()} gives their meaning.
     *
     * @param z     [batch, v], row after row
     * @param batch how many points
     * @return [batch, outputs per value * d]
     */
    float[] decode(float[] z, int batch);

    /** The means of p(x|z): {@link #decode} seen through the likelihood; [batch, d]. */
    default float[] reconstruct(float[] z, int batch) {
        float[] outputs = decode(z, batch);
        Likelihood likelihood = model().likelihood();
        int d = model().spec().schema().shape().size();
        float[] means = new float[batch * d];
        for (int i = 0; i < batch; i++) {
            likelihood.mean(outputs, i * likelihood.outputsPerValue() * d, means, i * d, d);
        }
        return means;
    }
}
