package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Draws;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.Arrays;
import java.util.List;

/**
 * A model whose numbers are known in closed form: d = v, q(z_j|x) = N(gain_j x_j, std^2) and the decoder's output is
 * slope z_j. A standard deviation of 0 makes it a basic autoencoder.
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record LinearInference(Model model, double[] gain, double std, double slope) implements Inference {
    public static LinearInference of(Likelihood likelihood, double std, double slope, double... gain) {
        int v = gain.length;
        PosteriorFamily posterior = std > 0 ? new PosteriorFamily.Gaussian() : new PosteriorFamily.Point();
        Network encoder = new Network(Shape.of(v), List.of(new Layer.Linear(posterior.outputs(v))));
        Network decoder = new Network(Shape.of(v), List.of(new Layer.Linear(v)));
        ModelSpec spec = new VaeSpec(schema(v), v, encoder, posterior, decoder, likelihood);
        return new LinearInference(new Model(spec, Weights.initial(spec.parameters(), new Seed(1))), gain, std, slope);
    }

    @Override
    public Posterior encode(float[] x, int[] labels, int batch) {
        int v = gain.length;
        if (x.length != batch * v) {
            throw new IllegalArgumentException("x must be [" + batch + ", " + v + "], got " + x.length);
        }
        float[] mean = new float[x.length];
        float[] logStd = new float[x.length];
        for (int k = 0; k < x.length; k++) {
            mean[k] = (float) (gain[k % v] * x[k]);
            logStd[k] = (float) Math.log(std);
        }
        return new Posterior(v, mean, logStd);
    }

    @Override
    public Draws draw(float[] x, int[] labels, int batch, float[] noise) {
        float[] z = std > 0
                ? encode(x, labels, batch).sample(noise)
                : encode(x, labels, batch).mean();
        return new Draws(z, new double[batch], new double[batch]);
    }

    @Override
    public float[] samplePrior(int count, Seed seed, double temperature) {
        return seed.gaussians(count * gain.length);
    }

    @Override
    public float[] decode(float[] z, int[] labels, int batch) {
        if (z.length != batch * gain.length) {
            throw new IllegalArgumentException("z must be [" + batch + ", " + gain.length + "], got " + z.length);
        }
        float[] out = new float[z.length];
        for (int k = 0; k < z.length; k++) {
            out[k] = (float) (slope * z[k]);
        }
        return out;
    }

    /** Examples of N(0, spread^2), [n, v], labelled 0, 1, 0, 1, ... */
    public static Dataset data(int n, int v, double spread) {
        float[] x = new Seed(77).gaussians(n * v);
        for (int k = 0; k < x.length; k++) {
            x[k] = (float) (spread * x[k]);
        }
        return data(v, x);
    }

    /** The examples {@code x}, [n, v]. */
    public static Dataset data(int v, float... x) {
        return new Dataset() {
            @Override
            public Schema schema() {
                return LinearInference.schema(v);
            }

            @Override
            public int size() {
                return x.length / v;
            }

            @Override
            public void read(int index, float[] into, int offset) {
                System.arraycopy(x, index * v, into, offset, v);
            }

            @Override
            public int label(int index) {
                return index % 2;
            }
        };
    }

    /** All examples of {@code data}, [n, d]. */
    public static float[] all(Dataset data) {
        int d = data.schema().shape().size();
        float[] x = new float[data.size() * d];
        int[] indices = new int[data.size()];
        Arrays.setAll(indices, i -> i);
        data.read(indices, 0, indices.length, x);
        return x;
    }

    private static Schema schema(int v) {
        return new Schema(Shape.of(v), Scaling.NONE, List.of(), List.of("even", "odd"));
    }
}
