package dev.penumbra.model;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Posterior;

/**
 * A trained model that can be applied: exact in pure Java, or with LibTorch for bulk. Deterministic: where it samples, the noise
 * is given.
 *
 * <p>Labels are class indices, [batch], and matter to conditional models only; others take {@link #UNLABELLED}.
 */
public interface Inference {
    /** The labels of a model that is not conditioned on any. */
    @SuppressWarnings("MutablePublicArray") // an empty array cannot be changed
    int[] UNLABELLED = {};

    /** A model in pure Java: the same bits on every machine and for every number of threads. Thread-safe. */
    static ExactInference exact(Model model, int threads) {
        return switch (model.spec()) {
            case VaeSpec spec -> new ExactVae(model, spec, threads);
            case LadderSpec spec -> new ExactLadder(model, spec, threads);
        };
    }

    /**
     * This conditional model with its class held fixed: labels that it is given are ignored. An unconditional model as it is.
     *
     * @param label in 0 .. classes - 1
     */
    default Inference given(int label) {
        return model().spec().classes() == 0 ? this : new Given(this, label);
    }

    /** What is applied. */
    Model model();

    /**
     * The posteriors q(z|x) of a batch. Where they are not diagonal Gaussians, the mean is z at noise 0 or the mean direction, and
     * logStd that of the nearest simple description, as the posterior's family says.
     *
     * @param x     [batch, d], row after row
     * @param batch how many examples
     */
    Posterior encode(float[] x, int[] labels, int batch);

    /** {@link #encode(float[], int[], int)} of an unconditional model. */
    default Posterior encode(float[] x, int batch) {
        return encode(x, UNLABELLED, batch);
    }

    /**
     * Samples z ~ q(z|x).
     *
     * @param x     [batch, d], row after row
     * @param noise [batch, {@link ModelSpec#noise()}], draws of N(0, 1)
     */
    Draws draw(float[] x, int[] labels, int batch, float[] noise);

    /**
     * Samples z ~ p(z). The first k of a larger count are the k of a smaller one.
     *
     * @param temperature factor of the standard deviation of what is drawn; 1 for the prior itself
     * @return [count, v]
     */
    float[] samplePrior(int count, Seed seed, double temperature);

    /**
     * The decoder's outputs, which {@link Model#likelihood()} gives their meaning.
     *
     * @param z     [batch, v], row after row
     * @param batch how many points
     * @return [batch, outputs per value * d]
     */
    float[] decode(float[] z, int[] labels, int batch);

    /** {@link #decode(float[], int[], int)} of an unconditional model. */
    default float[] decode(float[] z, int batch) {
        return decode(z, UNLABELLED, batch);
    }

    /** The means of p(x|z): {@link #decode} seen through the likelihood; [batch, d]. */
    default float[] reconstruct(float[] z, int[] labels, int batch) {
        float[] outputs = decode(z, labels, batch);
        Likelihood likelihood = model().likelihood();
        int d = model().spec().schema().shape().size();
        float[] means = new float[batch * d];
        for (int i = 0; i < batch; i++) {
            likelihood.mean(outputs, i * likelihood.outputsPerValue() * d, means, i * d, d);
        }
        return means;
    }

    /** {@link #reconstruct(float[], int[], int)} of an unconditional model. */
    default float[] reconstruct(float[] z, int batch) {
        return reconstruct(z, UNLABELLED, batch);
    }
}
