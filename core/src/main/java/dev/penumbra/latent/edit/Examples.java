package dev.penumbra.latent.edit;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Subset;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.eval.Batches;
import dev.penumbra.model.Inference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples with their codes and what is known of them: what directions are learned from, and judged on.
 *
 * @param z          [n, v], posterior means
 * @param x          [n, d], the examples as they are
 * @param labels     [n], the class of each; -1 where there is none
 * @param attributes K
 * @param values     [K][n], the attributes of the examples
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Examples(float[] z, float[] x, int[] labels, List<Attribute> attributes, double[][] values) {
    /** Values of all examples together that are kept in memory, at most. */
    private static final int MAX_VALUES = 1 << 24;

    /**
     * Encodes a random subset in random order, all examples being equally likely to be anywhere in it.
     *
     * @param data what is measured, in the model's shape
     * @param seen the same examples as the model sees them, for example binarized
     * @param max  how many at most, at least 2; fewer where examples or codes are so large that they would pass 2^24 values
     * @throws InputException where the data's shape is not the model's, or there is only one example
     */
    public static Examples of(
            Inference inference, Dataset data, Dataset seen, List<Attribute> attributes, int max, Seed seed) {
        int d = data.schema().shape().size();
        int v = inference.model().spec().latent();
        int n = Math.min(data.size(), Math.clamp(MAX_VALUES / Math.max(d, v), 2, max));
        if (n < 2) {
            throw new InputException(
                    "One example is too few to learn or to judge a direction",
                    "at least 2 examples in each part of the data",
                    "1",
                    "the data set",
                    "use more data");
        }
        int[] indices = Arrays.copyOf(seed.permutation(data.size()), n);
        float[] z = new float[Math.multiplyExact(n, v)];
        Batches.forEach(inference, seen, indices, Batches.SIZE, (batch, labels, from, count) -> {
            Posterior posterior = inference.encode(batch, labels, count);
            System.arraycopy(posterior.mean(), 0, z, from * v, count * v);
        });
        Dataset chosen = new Subset(data, indices);
        float[] x = new float[n * d];
        double[][] values = new double[attributes.size()][n];
        for (int i = 0; i < n; i++) {
            chosen.read(i, x, i * d);
            float[] example = Arrays.copyOfRange(x, i * d, (i + 1) * d);
            for (int k = 0; k < values.length; k++) {
                values[k][i] = attributes.get(k).of(chosen, i, example);
            }
        }
        int[] labels = IntStream.range(0, n).map(chosen::label).toArray();
        return new Examples(z, x, labels, attributes, values);
    }

    /** How many, n. */
    public int size() {
        return labels.length;
    }

    /** The first {@code count} of them, as random as all of them; all where there are no more. */
    Examples first(int count) {
        int n = Math.min(count, size());
        return new Examples(
                Arrays.copyOf(z, z.length / size() * n),
                Arrays.copyOf(x, x.length / size() * n),
                Arrays.copyOf(labels, n),
                attributes,
                Arrays.stream(values).map(row -> Arrays.copyOf(row, n)).toArray(double[][]::new));
    }

    /** The labels a model takes: none where it is not conditioned on them. */
    int[] given(Inference inference) {
        return inference.model().spec().classes() == 0 ? Inference.UNLABELLED : labels;
    }

    /** The class that {@code attribute} is; -1 where it is none. */
    int label(String attribute) {
        return attributes.stream()
                .filter(a -> a instanceof Attribute.OfClass && a.name().equals(attribute))
                .mapToInt(a -> ((Attribute.OfClass) a).label())
                .findFirst()
                .orElse(-1);
    }

    /** Attribute {@code k} within classes; a class itself within all examples. */
    Within within(int k) {
        return attributes.get(k) instanceof Attribute.OfClass ? Within.none(size()) : Within.of(labels);
    }
}
