package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.torch.model.Labels;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;

/** Batches that the host reads and draws, one thread. */
public final class HostBatches implements Batches {
    private final Dataset data;
    private final Pixels pixels;
    private final int classes;
    private final float[] examples;
    private final float[] noise;
    private final BatchTensors tensors;

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
        int rows = Math.min(batch, data.size());
        this.examples = new float[Math.multiplyExact(rows, data.schema().shape().size())];
        this.noise = new float[Math.multiplyExact(rows, noise)];
        this.tensors = BatchTensors.of(data, rows, noise, classes, device);
    }

    @Override
    public Batch read(int[] order, int from, int count, Seed seed) {
        int size = data.schema().shape().size();
        int width = Math.toIntExact(tensors.noise_BW().size(1));
        for (int e = 0; e < count; e++) {
            data.read(order[from + e], examples, e * size);
            Seed own = seed.at(e);
            Batches.draw(pixels, examples, e * size, size, own);
            own.gaussians(noise, e * width, width);
        }
        tensors.x_BD().set(examples);
        tensors.noise_BW().set(noise);
        if (tensors.class_BC() != null) {
            readClasses(tensors.class_BC(), order, from, count);
        }
        return tensors.first(count);
    }

    private void readClasses(Tensor class_BC, int[] order, int from, int count) {
        int[] labels = new int[Math.toIntExact(class_BC.size(0))];
        for (int i = 0; i < count; i++) {
            labels[i] = data.label(order[from + i]);
        }
        class_BC.set(Labels.oneHot(labels, labels.length, classes));
    }

    @Override
    public float[] values() {
        return examples;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
