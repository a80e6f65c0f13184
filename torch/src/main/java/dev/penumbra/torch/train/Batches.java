package dev.penumbra.torch.train;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;

/** Reads batches of a data set, with the noise that goes with them, into tensors that are used again and again. */
final class Batches implements AutoCloseable {
    private final Dataset data;
    private final int size;
    private final float[] examples;
    private final float[] noise;
    private final Tensor x_BD;
    private final Tensor noise_BV;

    Batches(Dataset data, int batch, int latent, Device device) {
        this.data = data;
        this.size = data.schema().shape().size();
        int rows = Math.min(batch, data.size());
        this.examples = new float[Math.multiplyExact(rows, size)];
        this.noise = new float[Math.multiplyExact(rows, latent)];
        this.x_BD = Tensor.zeros(device, rows, size).keep();
        this.noise_BV = Tensor.zeros(device, rows, latent).keep();
    }

    /** Reads the examples {@code order[from .. from+count)} and draws their noise from {@code seed}. */
    void read(int[] order, int from, int count, Seed seed) {
        data.read(order, from, count, examples);
        x_BD.set(examples);
        seed.gaussians(noise);
        noise_BV.set(noise);
    }

    /** The first {@code count} examples of what was read. */
    Tensor examples(int count) {
        return x_BD.narrow(0, 0, count);
    }

    /** Their noise. */
    Tensor noise(int count) {
        return noise_BV.narrow(0, 0, count);
    }

    /** The values of what was read, batch after batch in the same array. */
    float[] values() {
        return examples;
    }

    /** How many batches an epoch has; the last one may be smaller. */
    static long perEpoch(Dataset data, int batch) {
        return (data.size() + batch - 1L) / batch;
    }

    @Override
    public void close() {
        x_BD.close();
        noise_BV.close();
    }
}
