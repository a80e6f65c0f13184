package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.torch.model.Labels;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Batches that the host reads and draws, one thread. */
public final class HostBatches implements Batches {
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
    public HostBatches(Dataset data, Pixels pixels, int batch, int noise, int classes, Device device) {
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

    @Override
    public Batch read(int[] order, int from, int count, Seed seed) {
        int size = data.schema().shape().size();
        int width = Math.toIntExact(noise_BW.size(1));
        for (int e = 0; e < count; e++) {
            data.read(order[from + e], examples, e * size);
            Seed own = seed.at(e);
            Batches.draw(pixels, examples, e * size, size, own);
            own.gaussians(noise, e * width, width);
        }
        x_BD.set(examples);
        noise_BW.set(noise);
        return new Batch(Batches.first(x_BD, count), readClasses(order, from, count), Batches.first(noise_BW, count));
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
        return Batches.first(class_BC, count);
    }

    @Override
    public float[] values() {
        return examples;
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
