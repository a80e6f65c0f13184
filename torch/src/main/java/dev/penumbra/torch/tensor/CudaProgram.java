package dev.penumbra.torch.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.pytorch.global.torch_cuda;
import org.jspecify.annotations.Nullable;

/** A program of our own in CUDA C++, compiled for the GPU at hand. Use by one thread. */
public final class CudaProgram implements AutoCloseable {
    private static final int SLOT = Long.BYTES;
    private static final int MOST_ARGUMENTS = 24;

    private final CUmod_st module = new CUmod_st();
    /** The arguments of a launch, each in a slot, and where they lie: CUDA copies them when it launches. */
    private final BytePointer slots = new BytePointer((long) SLOT * MOST_ARGUMENTS);

    private final PointerPointer<BytePointer> places = new PointerPointer<>(MOST_ARGUMENTS);

    /**
     * Compiles a program.
     *
     * @param home   the class beside which the source lies
     * @param source file name, ending in {@code .cu}
     */
    public CudaProgram(Class<?> home, String source) {
        slots.retainReference();
        places.retainReference();
        try (Scope scope = new Scope()) {
            for (int i = 0; i < MOST_ARGUMENTS; i++) {
                places.put(i, slots.getPointer((long) SLOT * i));
            }
            BytePointer code = compile(read(home, source), source, architecture());
            CudaCalls.checkDriver(cudart.cuModuleLoadData(module, code), "cuModuleLoadData of " + source);
        }
    }

    private static String read(Class<?> home, String source) {
        try (InputStream in = home.getResourceAsStream(source)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + source + " beside " + home);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source, e);
        }
    }

    private static String architecture() {
        cudaDeviceProp gpu = torch_cuda.getCurrentDeviceProperties();
        return "sm_" + gpu.major() + gpu.minor();
    }

    /**
     * Machine code of CUDA C++. Products and sums are not fused unless the program says so, so that it rounds as Java does.
     *
     * @param architecture such as sm_90
     * @throws IllegalStateException with the compiler's messages where it does not compile
     */
    private static BytePointer compile(String text, String source, String architecture) {
        _nvrtcProgram program = new _nvrtcProgram();
        PointerPointer<BytePointer> options = new PointerPointer<>(
                new BytePointer("--gpu-architecture=" + architecture), new BytePointer("--fmad=false"));
        SizeTPointer size = new SizeTPointer(1);
        check(
                nvrtc.nvrtcCreateProgram(
                        program, new BytePointer(text), new BytePointer(source), 0, (BytePointer) null, (BytePointer)
                                null),
                "nvrtcCreateProgram");
        try {
            if (nvrtc.nvrtcCompileProgram(program, 2, options) != nvrtc.NVRTC_SUCCESS) {
                check(nvrtc.nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
                BytePointer log = new BytePointer(size.get());
                check(nvrtc.nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
                throw new IllegalStateException(
                        source + " does not compile for " + architecture + ":\n" + log.getString());
            }
            check(nvrtc.nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
            BytePointer machine = new BytePointer(size.get());
            check(nvrtc.nvrtcGetCUBIN(program, machine), "nvrtcGetCUBIN");
            return machine;
        } finally {
            nvrtc.nvrtcDestroyProgram(program);
        }
    }

    private static void check(int code, String call) {
        if (code != nvrtc.NVRTC_SUCCESS) {
            throw new IllegalStateException(
                    call + " failed: " + nvrtc.nvrtcGetErrorString(code).getString());
        }
    }

    /** A kernel of the program. */
    public final class Kernel {
        private final String name;
        private final CUfunc_st function = new CUfunc_st();

        private Kernel(String name) {
            this.name = name;
            CudaCalls.checkDriver(cudart.cuModuleGetFunction(function, module, name), "cuModuleGetFunction " + name);
        }

        /**
         * Starts it on this thread's stream.
         *
         * @param columns   of blocks
         * @param rows      of blocks
         * @param threads   of a block
         * @param arguments for a pointer a {@link Tensor} or {@link Integers} on the GPU, contiguous, {@link SharedMemory}, or null; for a number an
         *     {@code int}
         */
        public void launch(int columns, int rows, int threads, @Nullable Object... arguments) {
            for (int i = 0; i < arguments.length; i++) {
                long at = (long) SLOT * i;
                switch (arguments[i]) {
                    case null -> slots.putLong(at, 0);
                    case Tensor tensor -> slots.putLong(at, tensor.address());
                    case Integers integers ->
                        slots.putLong(at, integers.raw.data_ptr().address());
                    case SharedMemory memory -> slots.putLong(at, memory.address());
                    case Integer number -> slots.putInt(at, number);
                    default ->
                        throw new IllegalArgumentException("no argument of a kernel: " + arguments[i].getClass());
                }
            }
            CudaCalls.checkDriver(
                    cudart.cuLaunchKernel(
                            function, columns, rows, 1, threads, 1, 1, 0, CudaStream.current(), places, (PointerPointer<
                                            ?>)
                                    null),
                    "cuLaunchKernel " + name);
        }
    }

    /** The kernel called {@code name}, declared {@code extern "C"}. */
    public Kernel kernel(String name) {
        return new Kernel(name);
    }

    @Override
    public void close() {
        torch_cuda.device_synchronize();
        CudaCalls.checkDriver(cudart.cuModuleUnload(module), "cuModuleUnload");
        places.close();
        slots.close();
    }
}
