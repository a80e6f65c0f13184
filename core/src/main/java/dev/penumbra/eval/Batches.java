package dev.penumbra.eval;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.model.Inference;
import dev.penumbra.nn.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Examples of a data set, batch after batch. */
public final class Batches {
    /** Examples in a batch; fewer where examples are so large that a batch would pass {@link #MAX_VALUES}. */
    public static final int SIZE = 1000;

    private static final int MAX_VALUES = 1 << 26;

    private Batches() {}

    /** What is done with the batches. */
    public interface Reader {
        /**
         * Takes one batch.
         *
         * @param x      [count, d]
         * @param labels [count], classes of a conditional model; {@link Inference#UNLABELLED} for others
         * @param from  position of the first example among all that are asked for
         * @param count how many examples
         */
        void read(float[] x, int[] labels, int from, int count);
    }

    /** Hands all examples to {@code reader}: see {@link #forEach(Inference, Dataset, int[], int, Reader)}. */
    public static void forEach(Inference inference, Dataset data, Reader reader) {
        forEach(inference, data, IntStream.range(0, data.size()).toArray(), SIZE, reader);
    }

    /**
     * Hands the examples {@code indices} to {@code reader}, in order, the last batch as large as it comes.
     *
     * @param batch examples in a batch, at least 1; fewer where they are large
     * @throws InputException where the data's shape is not the model's
     */
    public static void forEach(Inference inference, Dataset data, int[] indices, int batch, Reader reader) {
        Shape expected = inference.model().spec().schema().shape();
        Shape received = data.schema().shape();
        if (!expected.equals(received)) {
            throw new InputException(
                    "The data does not have the shape that the model reads",
                    "examples of " + expected,
                    "examples of " + received,
                    "the data set",
                    "give the kind of data that the model was trained on, or resize the images");
        }
        int size = Math.clamp(MAX_VALUES / expected.size(), 1, batch);
        for (int from = 0; from < indices.length; from += size) {
            int count = Math.min(size, indices.length - from);
            float[] x = new float[count * expected.size()];
            data.read(indices, from, count, x);
            reader.read(x, labels(inference, data, indices, from, count), from, count);
        }
    }

    /** Noise for {@code count} examples from the {@code from}-th on, [count, width]: a function of the seed and the example's number. */
    public static float[] noise(Inference inference, Seed seed, int from, int count) {
        int width = inference.model().spec().noise();
        float[] noise = new float[Math.multiplyExact(count, width)];
        for (int i = 0; i < count; i++) {
            System.arraycopy(seed.at(from + i).gaussians(width), 0, noise, i * width, width);
        }
        return noise;
    }

    /**
     * The noise of draw {@code k} of each example of {@code x}, [count, width]: a function of the seed, the draw's number and the
     * example's values, so that an example has the same draws wherever it stands, and the first k of more draws are the k of fewer.
     */
    public static float[] noise(Inference inference, Seed seed, int k, float[] x, int count) {
        int width = inference.model().spec().noise();
        int d = x.length / count;
        float[] noise = new float[Math.multiplyExact(count, width)];
        for (int i = 0; i < count; i++) {
            seed.of(x, i * d, d).at(k).gaussians(noise, i * width, width);
        }
        return noise;
    }

    private static int[] labels(Inference inference, Dataset data, int[] indices, int from, int count) {
        return inference.model().spec().classes() == 0
                ? Inference.UNLABELLED
                : Arrays.stream(indices, from, from + count).map(data::label).toArray();
    }
}
