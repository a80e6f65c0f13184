package dev.penumbra.torch.tensor;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.pytorch.cuda.CUDAStream;
import org.bytedeco.pytorch.global.torch_cuda;

/** The order in which a GPU does what a thread asks of it. */
public final class CudaStream {
    private CudaStream() {}

    /** Gives this thread a stream of its own from now on: what the default one is given cannot be {@linkplain CudaGraph recorded}. */
    public static void enter() {
        try (CUDAStream stream = torch_cuda.getStreamFromPool()) {
            torch_cuda.setCurrentCUDAStream(stream);
        }
    }

    /** This thread's. */
    static CUstream_st current() {
        try (CUDAStream stream = torch_cuda.getCurrentCUDAStream()) {
            return stream.stream();
        }
    }
}
