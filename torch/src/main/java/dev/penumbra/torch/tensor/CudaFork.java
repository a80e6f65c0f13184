package dev.penumbra.torch.tensor;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.pytorch.cuda.CUDAStream;
import org.bytedeco.pytorch.global.torch_cuda;

/** Work of a GPU beside that of this thread's stream. */
public final class CudaFork {
    private final CUevent_st done = new CUevent_st();

    /** Starts {@code work} when what this thread has asked for before is done; what it asks for from now on may be done at the same time. */
    public CudaFork(Runnable work) {
        CUstream_st main = CudaStream.current();
        CUevent_st asked = new CUevent_st();
        create(asked);
        create(done);
        CudaCalls.check(cudart.cudaEventRecord(asked, main), "cudaEventRecord");
        try (CUDAStream before = torch_cuda.getCurrentCUDAStream();
                CUDAStream beside = torch_cuda.getStreamFromPool()) {
            CudaCalls.check(cudart.cudaStreamWaitEvent(beside.stream(), asked), "cudaStreamWaitEvent");
            torch_cuda.setCurrentCUDAStream(beside);
            try {
                work.run();
                CudaCalls.check(cudart.cudaEventRecord(done, beside.stream()), "cudaEventRecord");
            } finally {
                torch_cuda.setCurrentCUDAStream(before);
            }
        }
        CudaCalls.check(cudart.cudaEventDestroy(asked), "cudaEventDestroy");
    }

    private static void create(CUevent_st event) {
        CudaCalls.check(
                cudart.cudaEventCreateWithFlags(event, cudart.cudaEventDisableTiming), "cudaEventCreateWithFlags");
    }

    /** Lets what this thread asks for from now on wait for the work. Call it once. */
    public void join() {
        CudaCalls.check(cudart.cudaStreamWaitEvent(CudaStream.current(), done), "cudaStreamWaitEvent");
        CudaCalls.check(cudart.cudaEventDestroy(done), "cudaEventDestroy");
    }
}
