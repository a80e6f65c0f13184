package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.torch.model.Labels;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Reads batches of a data set, with the noise that goes with them, into tensors that are used again and again. */
public final class Batches implements AutoCloseable {
    private final Dataset data;
    private final Pixels pixels;
    private final int classes;
    private final float[] examples;
    private final float[] noise;
    private final Tensor x_BD;
    private final Tensor noise_BW;
    private final @Nullable Tensor class_BC;

    /**
     * Batches of {@code data}.
     *
     * @param pixels  how values are drawn as they are read
     * @param noise   draws of N(0, 1) for each example
     * @param classes of a conditional model, else 0
     */
    public Batches(Dataset data, Pixels pixels, int batch, int noise, int classes, Device device) {
        this.data = data;
        this.pixels = pixels;
        this.classes = classes;
        int size = data.schema().shape().size();
        int rows = Math.min(batch, data.size());
        this.examples = new float[Math.multiplyExact(rows, size)];
        this.noise = new float[Math.multiplyExact(rows, noise)];
        this.x_BD = Tensor.zeros(device, rows, size).keep();
        this.noise_BW = Tensor.zeros(device, rows, noise).keep();
        this.class_BC =
                classes == 0 ? null : Tensor.zeros(device, rows, classes).keep();
    }

    /** Reads the examples {@code order[from .. from+count)} and draws their pixels and noise from {@code seed}. */
    public Batch read(int[] order, int from, int count, Seed seed) {
        int size = data.schema().shape().size();
        int width = Math.toIntExact(noise_BW.size(1));
        for (int e = 0; e < count; e++) {
            data.read(order[from + e], examples, e * size);
            Seed own = seed.at(e);
            draw(pixels, examples, e * size, size, own);
            own.gaussians(noise, e * width, width);
        }
        x_BD.set(examples);
        noise_BW.set(noise);
        return new Batch(first(x_BD, count), readClasses(order, from, count), first(noise_BW, count));
    }

    /** Draws the pixels of an example from its seed, which its noise comes from as well. */
    static void draw(Pixels pixels, float[] values, int from, int size, Seed example) {
        if (pixels != Pixels.GREY) {
            pixels.draw(values, from, size, example.named("pixels").random());
        }
    }

    private @Nullable Tensor readClasses(int[] order, int from, int count) {
        if (class_BC == null) {
            return null;
        }
        int[] labels = new int[Math.toIntExact(class_BC.size(0))];
        for (int i = 0; i < count; i++) {
            labels[i] = data.label(order[from + i]);
        }
        class_BC.set(Labels.oneHot(labels, labels.length, classes));
        return first(class_BC, count);
    }

    private static Tensor first(Tensor rows, int count) {
        return rows.size(0) == count ? rows : rows.narrow(0, 0, count);
    }

    /** The values of what was read, batch after batch in the same array. */
    float[] values() {
        return examples;
    }

    /** How many batches an epoch has; the last one may be smaller. */
    public static long perEpoch(Dataset data, int batch) {
        return (data.size() + batch - 1L) / batch;
    }

    @Override
    public void close() {
        x_BD.close();
        noise_BW.close();
        if (class_BC != null) {
            class_BC.close();
        }
    }
}
