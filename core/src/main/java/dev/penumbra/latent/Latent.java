package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.eval.PcaPlane;
import dev.penumbra.model.Inference;
import java.util.Arrays;

/**
 * What a trained model is for. A conditional model is applied {@linkplain Inference#given given} a class. Every function gives means of p(x|z), [count, d], row after row; only {@link #generate} draws
 * random numbers. No state: as safe for several threads as the {@link Inference} is.
 */
public final class Latent {
    /** Examples that are encoded at a time. */
    private static final int BATCH = 1000;

    private Latent() {}

    /**
     * New examples: z ~ p(z), decoded. The first k of a larger count are the k of a smaller one. A basic autoencoder
     * answers too, but nothing taught it to place its points where the prior is.
     *
     * @param count at least 1
     * @return [count, d]
     */
    public static float[] generate(Inference inference, int count, Seed seed) {
        return generate(inference, count, seed, Sampler.prior(1));
    }

    /** The same with z from {@code sampler}. */
    public static float[] generate(Inference inference, int count, Seed seed, Sampler sampler) {
        atLeast("count", 1, count);
        return decode(inference, sampler.draw(inference, count, seed));
    }

    /**
     * The examples as the model sees them: the posterior means, decoded.
     *
     * @param x     [batch, d]
     * @param batch at least 1
     * @return [batch, d]
     */
    public static float[] reconstruct(Inference inference, float[] x, int batch) {
        return decode(inference, means(inference, x, batch));
    }

    /**
     * From one example to another, along the straight line between their posterior means.
     *
     * @param a     [d]
     * @param b     [d]
     * @param steps points, both ends included, at least 2
     * @return [steps, d], from the reconstruction of a to that of b
     */
    public static float[] interpolate(Inference inference, float[] a, float[] b, int steps) {
        atLeast("steps", 2, steps);
        float[] from = means(inference, a, 1);
        float[] to = means(inference, b, 1);
        int v = from.length;
        float[] z = new float[Math.multiplyExact(steps, v)];
        for (int i = 0; i < steps; i++) {
            double t = (double) i / (steps - 1);
            for (int j = 0; j < v; j++) {
                z[i * v + j] = (float) ((1 - t) * from[j] + t * to[j]);
            }
        }
        return decode(inference, z);
    }

    /**
     * One example with one latent dimension set to values from {@code low} to {@code high}, equally spaced; the others stay at
     * the posterior mean.
     *
     * @param x         [d]
     * @param dimension from 0 to v - 1
     * @param steps     points, both ends included, at least 2
     * @return [steps, d]
     * @throws InputException where there is no such dimension
     */
    public static float[] traverse(Inference inference, float[] x, int dimension, double low, double high, int steps) {
        atLeast("steps", 2, steps);
        int v = latent(inference);
        if (dimension < 0 || dimension >= v) {
            throw new InputException(
                    "The model has no such latent dimension",
                    "from 0 to " + (v - 1),
                    String.valueOf(dimension),
                    "dimension",
                    "name one of the model's " + v + " dimensions, counted from 0");
        }
        return decode(inference, moved(means(inference, x, 1), dimension, low, high, steps));
    }

    /**
     * The point {@code z}, [v], with one dimension set to values from {@code low} to {@code high}, equally spaced, both ends included.
     *
     * @return [steps, v]
     */
    public static float[] moved(float[] z, int dimension, double low, double high, int steps) {
        int v = z.length;
        float[] all = new float[Math.multiplyExact(steps, v)];
        for (int i = 0; i < steps; i++) {
            System.arraycopy(z, 0, all, i * v, v);
            all[i * v + dimension] = (float) spaced(low, high, i, steps);
        }
        return all;
    }

    /**
     * A decoded square of a plane in latent space (as Kingma &amp; Welling 2014, figure 4, but equally spaced), row-major: the
     * top row has the highest second coordinate, the left column the lowest first one.
     *
     * @param plane in the model's latent space
     * @param range both coordinates go from -range to range
     * @param side  points along each side, at least 2
     * @return [side * side, d]
     */
    public static float[] plane(Inference inference, PcaPlane plane, double range, int side) {
        atLeast("side", 2, side);
        int v = latent(inference);
        if (plane.mean().length != v) {
            throw new IllegalArgumentException(
                    "the plane lies in " + plane.mean().length + " dimensions, the model's latent space has " + v);
        }
        float[] z = new float[Math.multiplyExact(Math.multiplyExact(side, side), v)];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                float[] point = plane.toLatent(spaced(-range, range, column, side), spaced(range, -range, row, side));
                System.arraycopy(point, 0, z, (row * side + column) * v, v);
            }
        }
        return decode(inference, z);
    }

    /** Value {@code i} of {@code count} from {@code low} to {@code high}; both ends are met exactly. */
    private static double spaced(double low, double high, int i, int count) {
        double t = (double) i / (count - 1);
        return (1 - t) * low + t * high;
    }

    private static float[] means(Inference inference, float[] x, int batch) {
        atLeast("batch", 1, batch);
        int d = size(inference);
        if (x.length != (long) batch * d) {
            throw new IllegalArgumentException("x must be [" + batch + ", " + d + "], got " + x.length + " values");
        }
        int v = latent(inference);
        float[] z = new float[Math.multiplyExact(batch, v)];
        for (int from = 0; from < batch; from += BATCH) {
            int count = Math.min(BATCH, batch - from);
            Posterior posterior = inference.encode(rows(x, from, count, d), count);
            System.arraycopy(posterior.mean(), 0, z, from * v, count * v);
        }
        return z;
    }

    private static float[] decode(Inference inference, float[] z) {
        return Decoding.all(inference, z, Inference.UNLABELLED);
    }

    private static float[] rows(float[] matrix, int from, int count, int width) {
        return Arrays.copyOfRange(matrix, from * width, (from + count) * width);
    }

    private static int latent(Inference inference) {
        return inference.model().spec().latent();
    }

    private static int size(Inference inference) {
        return inference.model().spec().schema().shape().size();
    }

    private static void atLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
        }
    }
}
