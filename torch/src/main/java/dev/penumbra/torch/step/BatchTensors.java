package dev.penumbra.torch.step;

import dev.penumbra.data.Dataset;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What batches are read into, again and again. Owns its memory; see {@link Batch} for the tensors. */
record BatchTensors(Tensor x_BD, Tensor noise_BW, @Nullable Tensor class_BC) implements AutoCloseable {
    /** Zeros for batches of up to {@code batch} examples of {@code data}; the rest as in {@link HostBatches}. */
    static BatchTensors of(Dataset data, int batch, int noise, int classes, Device device) {
        int rows = Math.min(batch, data.size());
        return new BatchTensors(
                Tensor.zeros(device, rows, data.schema().shape().size()).keep(),
                Tensor.zeros(device, rows, noise).keep(),
                classes == 0 ? null : Tensor.zeros(device, rows, classes).keep());
    }

    /** The first {@code count} examples; shares memory. */
    Batch first(int count) {
        return new Batch(first(x_BD, count), class_BC == null ? null : first(class_BC, count), first(noise_BW, count));
    }

    private static Tensor first(Tensor rows, int count) {
        return rows.size(0) == count ? rows : rows.narrow(0, 0, count);
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
