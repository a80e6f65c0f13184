package dev.penumbra.torch.tensor;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.pytorch.global.torch;

/** Whole numbers of 32 bits in a GPU's memory, for {@link CudaProgram}s. Owns its memory. */
public final class Integers implements AutoCloseable {
    final org.bytedeco.pytorch.Tensor raw;

    /** Zeros. */
    public Integers(int count) {
        try (Scope scope = new Scope()) {
            this.raw = torch.zeros(count).to(Device.CUDA.raw(), torch.ScalarType.Int);
            raw.retainReference();
        }
    }

    /** These values. */
    public Integers(int[] values) {
        this(values.length);
        set(values);
    }

    /** Copies all of {@code values} over the first of these. */
    public void set(int[] values) {
        try (Scope scope = new Scope()) {
            org.bytedeco.pytorch.Tensor host = torch.zeros(values.length).toType(torch.ScalarType.Int);
            new IntPointer(host.data_ptr_int()).put(values);
            raw.narrow(0, 0, values.length).copy_(host);
        }
    }

    @Override
    public void close() {
        raw.close();
    }
}
