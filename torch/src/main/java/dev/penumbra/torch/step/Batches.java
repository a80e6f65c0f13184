package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.torch.objective.Batch;

/**
 * Reads batches of a data set, with the noise that goes with them, into tensors that are used again and again. What is drawn is a function of the
 * seed alone, so every way of reading gives the same batches.
 */
public interface Batches extends AutoCloseable {
    /**
     * Reads the examples {@code order[from .. from+count)} and draws their pixels and noise from {@code seed}.
     *
     * @param order never changed afterwards
     */
    Batch read(int[] order, int from, int count, Seed seed);

    /** The values of what was read last, one example after the other. */
    float[] values();

    @Override
    void close();

    /** How many batches an epoch has; the last one may be smaller. */
    static long perEpoch(Dataset data, int batch) {
        return (data.size() + batch - 1L) / batch;
    }

    /** Draws the pixels of an example from its seed, which its noise comes from as well. */
    static void draw(Pixels pixels, float[] values, int from, int size, Seed example) {
        if (pixels != Pixels.GREY) {
            pixels.draw(values, from, size, example.named("pixels").random());
        }
    }
}
