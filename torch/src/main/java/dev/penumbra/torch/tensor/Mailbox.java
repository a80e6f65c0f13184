package dev.penumbra.torch.tensor;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.DoublePointer;

/** Numbers that a GPU leaves for the host while it works on: memory of the host that it writes to. */
public final class Mailbox implements AutoCloseable {
    private final DoublePointer numbers = new DoublePointer();
    private final CUevent_st posted = new CUevent_st();

    /** For {@code count} numbers. */
    public Mailbox(int count) {
        CudaCalls.check(
                cudart.cudaHostAlloc(numbers, (long) Double.BYTES * count, cudart.cudaHostAllocMapped),
                "cudaHostAlloc");
        CudaCalls.check(
                cudart.cudaEventCreateWithFlags(posted, cudart.cudaEventDisableTiming), "cudaEventCreateWithFlags");
    }

    long address() {
        return numbers.address();
    }

    /** Says that what this thread has asked of the GPU until now fills the box. */
    public void post() {
        CudaCalls.check(cudart.cudaEventRecord(posted, CudaStream.current()), "cudaEventRecord");
    }

    /** Waits until the box is filled. */
    public void await() {
        CudaCalls.check(cudart.cudaEventSynchronize(posted), "cudaEventSynchronize");
    }

    public double get(int i) {
        return numbers.get(i);
    }

    @Override
    public void close() {
        CudaCalls.check(cudart.cudaEventDestroy(posted), "cudaEventDestroy");
        CudaCalls.check(cudart.cudaFreeHost(numbers), "cudaFreeHost");
    }
}
