package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.Inference;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Examples with their codes.
 *
 * @param x         [n, d]
 * @param labels    [n], as the model takes them
 * @param posterior of each
 * @param z         [n, v], one sample of each posterior
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Coded(float[] x, int[] labels, Posterior posterior, float[] z) {
    /** All of {@code data}; example i has the noise of the seed's i-th. */
    static Coded of(Inference inference, Dataset data, Seed seed) {
        int n = data.size();
        int d = inference.model().spec().schema().shape().size();
        int v = inference.model().spec().latent();
        float[] all = new float[Math.multiplyExact(n, d)];
        int[] classes = new int[inference.model().spec().classes() == 0 ? 0 : n];
        float[] mean = new float[Math.multiplyExact(n, v)];
        float[] logStd = new float[mean.length];
        float[] z = new float[mean.length];
        int[] indices = IntStream.range(0, n).toArray();
        Batches.forEach(inference, data, indices, Batches.SIZE, (x, labels, from, count) -> {
            float[] noise = Batches.noise(inference, seed, from, count);
            Posterior batch = inference.encode(x, labels, count);
            System.arraycopy(x, 0, all, from * d, count * d);
            System.arraycopy(labels, 0, classes, classes.length == 0 ? 0 : from, labels.length);
            System.arraycopy(batch.mean(), 0, mean, from * v, count * v);
            System.arraycopy(batch.logStd(), 0, logStd, from * v, count * v);
            System.arraycopy(inference.draw(x, labels, count, noise).z(), 0, z, from * v, count * v);
        });
        return new Coded(all, classes, new Posterior(v, mean, logStd), z);
    }

    /** How many examples. */
    int count() {
        return posterior.batch();
    }

    /** The codes of these examples, dealt to the examples anew. */
    float[] shuffled(Seed seed) {
        int v = posterior.latent();
        int[] order = seed.permutation(count());
        float[] out = new float[z.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(z, order[i] * v, out, i * v, v);
        }
        return out;
    }

    /** What {@code points}, [n, v], decode to beside these examples' classes: the decoder's outputs, [n, outputs]. */
    float[] decode(Inference inference, float[] points) {
        int v = posterior.latent();
        int n = count();
        int width = inference.model().likelihood().outputsPerValue() * x.length / n;
        float[] out = new float[Math.multiplyExact(n, width)];
        for (int from = 0; from < n; from += Batches.SIZE) {
            int count = Math.min(Batches.SIZE, n - from);
            int[] own = labels.length == 0 ? labels : Arrays.copyOfRange(labels, from, from + count);
            float[] part = inference.decode(Arrays.copyOfRange(points, from * v, (from + count) * v), own, count);
            System.arraycopy(part, 0, out, from * width, count * width);
        }
        return out;
    }
}
