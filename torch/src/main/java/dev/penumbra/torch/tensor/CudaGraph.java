package dev.penumbra.torch.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.cuda.DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair;
import org.bytedeco.pytorch.cuda.MemPool;
import org.bytedeco.pytorch.cuda.StreamFilter;
import org.bytedeco.pytorch.global.torch_cuda;

/**
 * Work of a GPU, recorded once and then started as a whole: a step of many small operations takes longer to ask for than to do. It reads and writes
 * the same memory each time, and knows the numbers that it was recorded with. Owns the memory of all tensors made while it was recorded; they
 * must be closed before it.
 */
public final class CudaGraph implements AutoCloseable {
    private static final byte FIRST_GPU = 0;
    /**
     * The names of all pools. The binding takes them for something else, which it would destroy with them, so they are never given up: a few bytes for
     * each graph.
     */
    private static final List<DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair> NAMES =
            Collections.synchronizedList(new ArrayList<>());

    private final CUgraphExec_st work;
    private final MemPool memory;

    private CudaGraph(CUgraphExec_st work, MemPool memory) {
        this.work = work;
        this.memory = memory;
    }

    /**
     * Records what {@code work} asks for in this thread, without doing it. The thread must have {@linkplain CudaStream#enter entered} a stream,
     * and have done the same work before, since libraries prepare themselves when first used.
     *
     * @throws RuntimeException where the work waits for the GPU, as reading a value does
     */
    public static CudaGraph record(Runnable work) {
        MemPool memory = new MemPool(null, false, false, false);
        memory.retainReference();
        DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair name = memory.id();
        name.retainReference();
        NAMES.add(name);
        CUstream_st stream = CudaStream.current();
        try (EveryStream filter = new EveryStream();
                CUgraph_st graph = new CUgraph_st()) {
            torch_cuda.beginAllocateToPool(FIRST_GPU, name, filter);
            try {
                CudaCalls.check(
                        cudart.cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal),
                        "cudaStreamBeginCapture");
                int ended = cudart.cudaErrorUnknown;
                try {
                    work.run();
                } finally {
                    ended = cudart.cudaStreamEndCapture(stream, graph);
                    if (ended != cudart.cudaSuccess) {
                        cudart.cudaGetLastError(); // It would be reported by the next call otherwise.
                    }
                }
                CudaCalls.check(ended, "cudaStreamEndCapture");
            } finally {
                torch_cuda.endAllocateToPool(FIRST_GPU, name);
                // Recording took a share in the pool as well.
                torch_cuda.getAllocator().releasePool(FIRST_GPU, name);
            }
            CUgraphExec_st executable = new CUgraphExec_st();
            CudaCalls.check(cudart.cudaGraphInstantiate(executable, graph, 0), "cudaGraphInstantiate");
            CudaCalls.check(cudart.cudaGraphDestroy(graph), "cudaGraphDestroy");
            executable.retainReference();
            return new CudaGraph(executable, memory);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** Everything that is recorded takes its memory from the graph's. */
    private static final class EveryStream extends StreamFilter {
        @Override
        public boolean call(Pointer stream) {
            return true;
        }
    }

    /** Starts the work on this thread's stream. */
    public void replay() {
        CudaCalls.check(cudart.cudaGraphLaunch(work, CudaStream.current()), "cudaGraphLaunch");
    }

    @Override
    public void close() {
        torch_cuda.device_synchronize();
        CudaCalls.check(cudart.cudaGraphExecDestroy(work), "cudaGraphExecDestroy");
        memory.close();
    }
}
