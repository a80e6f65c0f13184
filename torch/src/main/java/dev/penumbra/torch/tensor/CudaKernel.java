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

/** A program of our own for the GPU, compiled for the one at hand. Use by one thread. */
public final class CudaKernel implements AutoCloseable {
    private static final int SLOT = Long.BYTES;

    private final String name;
    private final CUmod_st module = new CUmod_st();
    private final CUfunc_st function = new CUfunc_st();
    /** The arguments of a launch, each in a slot, and where they lie. */
    private final BytePointer slots;

    private final PointerPointer<BytePointer> places;

    /**
     * Compiles a kernel.
     *
     * @param home      the class beside which the source lies
     * @param source    file name, ending in {@code .cu}
     * @param name      of the kernel in it, declared {@code extern "C"}
     * @param arguments how many it takes
     */
    public CudaKernel(Class<?> home, String source, String name, int arguments) {
        this.name = name;
        try (Scope scope = new Scope();
                BytePointer code = compile(read(home, source), source, architecture())) {
            CudaCalls.checkDriver(cudart.cuModuleLoadData(module, code), "cuModuleLoadData of " + source);
            CudaCalls.checkDriver(cudart.cuModuleGetFunction(function, module, name), "cuModuleGetFunction " + name);
            module.retainReference();
            function.retainReference();
            this.slots = new BytePointer((long) SLOT * arguments);
            this.places = new PointerPointer<>(arguments);
            for (int i = 0; i < arguments; i++) {
                places.put(i, slots.getPointer((long) SLOT * i));
            }
            slots.retainReference();
            places.retainReference();
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
     * Machine code of CUDA C++. Products and sums are not fused, so that a kernel rounds as Java does.
     *
     * @param architecture such as sm_90
     * @throws IllegalStateException with the compiler's messages where it does not compile
     */
    static BytePointer compile(String text, String source, String architecture) {
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer code = new BytePointer(text);
                BytePointer file = new BytePointer(source);
                BytePointer target = new BytePointer("--gpu-architecture=" + architecture);
                BytePointer unfused = new BytePointer("--fmad=false");
                PointerPointer<BytePointer> options = new PointerPointer<>(target, unfused);
                SizeTPointer size = new SizeTPointer(1)) {
            check(
                    nvrtc.nvrtcCreateProgram(
                            program, code, file, 0, (PointerPointer<?>) null, (PointerPointer<?>) null),
                    "nvrtcCreateProgram");
            if (nvrtc.nvrtcCompileProgram(program, 2, options) != nvrtc.NVRTC_SUCCESS) {
                check(nvrtc.nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
                try (BytePointer log = new BytePointer(size.get())) {
                    check(nvrtc.nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
                    throw new IllegalStateException(
                            source + " does not compile for " + architecture + ":\n" + log.getString());
                }
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

    /**
     * Starts it on this thread's stream.
     *
     * @param blocks    of threads
     * @param threads   of a block
     * @param arguments a {@link Tensor} or {@link Integers} on the GPU for a pointer, null for a null pointer, {@code int}, {@code long},
     *     {@code float}; tensors must be contiguous
     */
    public void launch(int blocks, int threads, @Nullable Object... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            long at = (long) SLOT * i;
            switch (arguments[i]) {
                case null -> slots.putLong(at, 0);
                case Tensor tensor -> slots.putLong(at, tensor.raw.data_ptr().address());
                case Integers integers ->
                    slots.putLong(at, integers.raw.data_ptr().address());
                case Integer number -> slots.putInt(at, number);
                case Long number -> slots.putLong(at, number);
                case Float number -> slots.putFloat(at, number);
                default -> throw new IllegalArgumentException("no argument of a kernel: " + arguments[i].getClass());
            }
        }
        CudaCalls.checkDriver(
                cudart.cuLaunchKernel(
                        function, blocks, 1, 1, threads, 1, 1, 0, CudaStream.current(), places, (PointerPointer<?>)
                                null),
                "cuLaunchKernel " + name);
    }

    @Override
    public void close() {
        torch_cuda.device_synchronize();
        CudaCalls.checkDriver(cudart.cuModuleUnload(module), "cuModuleUnload");
        places.close();
        slots.close();
    }
}
