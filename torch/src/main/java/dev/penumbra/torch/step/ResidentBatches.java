package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.torch.model.Labels;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.tensor.CudaProgram;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Integers;
import dev.penumbra.torch.tensor.SharedMemory;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Batches of a data set that lies in the GPU's memory as a whole, read and drawn there by the kernel in {@code batch.cu}. */
public final class ResidentBatches implements Batches {
    /** Threads of a block, which reads one example. */
    private static final int WARP = 32;
    /** Floats that are copied to the GPU at a time. */
    private static final int CHUNK = 1 << 24;

    private final Pixels pixels;
    /** A seed and a position in the order. */
    private final SharedMemory request = new SharedMemory(2 * Long.BYTES);

    private final Tensor data_ND;
    private final @Nullable Integers labels_N;
    private final Integers order_N;
    private int[] order = {};
    private final BatchTensors tensors;
    private final CudaProgram program = new CudaProgram(ResidentBatches.class, "batch.cu");
    private final CudaProgram.Kernel kernel = program.kernel("batch");

    /** Copies {@code data} to the GPU; otherwise as {@link HostBatches}. */
    public ResidentBatches(Dataset data, Pixels pixels, int batch, int noise, int classes) {
        this.pixels = pixels;
        int size = data.schema().shape().size();
        this.data_ND = Tensor.zeros(Device.CUDA, data.size(), size).keep();
        copy(data, size);
        this.order_N = new Integers(data.size());
        this.labels_N = classes == 0 ? null : labels(data, classes);
        this.tensors = BatchTensors.of(data, batch, noise, classes, Device.CUDA);
    }

    /** Bytes of the GPU that {@code data} takes. */
    public static long bytes(Dataset data) {
        return (long) Float.BYTES * data.size() * data.schema().shape().size();
    }

    private void copy(Dataset data, int size) {
        int atOnce = Math.clamp(CHUNK / size, 1, data.size());
        float[] values = new float[Math.multiplyExact(atOnce, size)];
        for (int from = 0; from < data.size(); from += atOnce) {
            int count = Math.min(atOnce, data.size() - from);
            for (int i = 0; i < count; i++) {
                data.read(from + i, values, i * size);
            }
            data_ND.setRows(from, count, values);
        }
    }

    private static Integers labels(Dataset data, int classes) {
        int[] labels = new int[data.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = data.label(i);
        }
        Labels.check(labels, labels.length, classes);
        return new Integers(labels);
    }

    @Override
    public Batch read(int[] order, int from, int count, Seed seed) {
        ask(order, from, seed);
        return read(count);
    }

    /** The first half of {@link #read(int[], int, int, Seed)}: says what is read next. Not while the GPU still reads. */
    @SuppressWarnings("ReferenceEquality") // Comparing the values would take longer than reading the batch.
    void ask(int[] order, int from, Seed seed) {
        if (this.order != order) {
            order_N.set(order);
            this.order = order;
        }
        request.bytes().putLong(0, seed.value()).putInt(Long.BYTES, from);
    }

    /** The second half: the same work each time for batches of one size. */
    Batch read(int count) {
        Tensor class_BC = tensors.class_BC();
        kernel.launch(
                count,
                1,
                WARP,
                request,
                data_ND,
                labels_N,
                order_N,
                (int) tensors.x_BD().size(1),
                (int) tensors.noise_BW().size(1),
                class_BC == null ? 0 : (int) class_BC.size(1),
                code(pixels),
                tensors.x_BD(),
                tensors.noise_BW(),
                class_BC);
        return tensors.first(count);
    }

    /** Where examples are read to, [B, D]. */
    Tensor examples() {
        return tensors.x_BD();
    }

    /** As the kernel names it. */
    private static int code(Pixels pixels) {
        return switch (pixels) {
            case GREY -> 0;
            case BINARIZED -> 1;
            case DEQUANTIZED -> 2;
        };
    }

    @Override
    public float[] values() {
        return tensors.x_BD().toArray();
    }

    @Override
    public void close() {
        program.close();
        request.close();
        order_N.close();
        if (labels_N != null) {
            labels_N.close();
        }
        data_ND.close();
        tensors.close();
    }
}
