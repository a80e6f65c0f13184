package dev.penumbra.torch.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** Memory of the host that a GPU reads and writes too, for the few numbers that one tells the other. Use by one thread. */
public final class SharedMemory implements AutoCloseable {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    /** How often a waiting thread looks before it asks whether the GPU still works: some ten microseconds. */
    private static final int LOOKS = 1000;

    private final BytePointer pointer = new BytePointer();
    private final ByteBuffer bytes;

    /** Zeros. */
    public SharedMemory(int size) {
        CudaCalls.check(cudart.cudaHostAlloc(pointer, size, cudart.cudaHostAllocMapped), "cudaHostAlloc");
        pointer.capacity(size).zero();
        this.bytes = pointer.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** What the host sees. */
    public ByteBuffer bytes() {
        return bytes;
    }

    long address() {
        return pointer.address();
    }

    /**
     * Waits until the GPU has written the {@code int} {@code value} to {@code at}, which comes after everything else it writes.
     *
     * @throws IllegalStateException where it ends its work without
     */
    public void await(int at, int value) {
        while (true) {
            for (int look = 0; look < LOOKS; look++) {
                if ((int) INT.getVolatile(bytes, at) == value) {
                    return;
                }
                Thread.onSpinWait();
            }
            int state = cudart.cudaStreamQuery(CudaStream.current());
            if (state != cudart.cudaErrorNotReady) {
                CudaCalls.check(state, "the GPU's work");
                if ((int) INT.getVolatile(bytes, at) != value) {
                    throw new IllegalStateException("the GPU ended its work without a word");
                }
            }
        }
    }

    @Override
    public void close() {
        CudaCalls.check(cudart.cudaFreeHost(pointer), "cudaFreeHost");
    }
}
