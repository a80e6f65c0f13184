package dev.penumbra.torch.tensor;

import dev.penumbra.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;

/** LibTorch in this process: loading it, its threads, what it is made of. */
public final class Engine {
    private static final String BLAS = "org.bytedeco.openblas.load";
    /**
     * Turns that LibTorch's threads wait for one another before they sleep: some microseconds. Its own 300,000 take a millisecond, which on
     * a machine that others use too is lost at each operation, for the thread that is waited for does not run meanwhile.
     */
    private static final String SPINS = "1000";

    private static final List<Path> LIBRARY_FOLDERS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib64"),
            Path.of("/usr/lib"),
            Path.of("/usr/local/lib"));

    private Engine() {}

    /**
     * Loads LibTorch, with MKL for its matrix products on x86-64, and oneDNN; later calls do nothing.
     *
     * @throws InputException where it does not load
     */
    public static void load() {
        try {
            Loading.DONE.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * Begins to {@link #load} in another thread, for a program that has other work before it needs LibTorch. What goes wrong
     * is thrown by {@code load}.
     *
     * @return is done when it has ended, well or not; before that a program must not exit, or libraries would be unloaded while they load
     */
    public static CompletableFuture<Void> loadAhead() {
        return Loading.DONE.handle((loaded, failure) -> null);
    }

    /** Initialized, and so begun, by whoever asks first. */
    private static final class Loading {
        static final CompletableFuture<Void> DONE =
                CompletableFuture.runAsync(Engine::start, task -> new Thread(task, "penumbra-engine").start());
    }

    /** Loads what calls CUDA beside LibTorch; {@link InputException} where it does not load. */
    static void loadCuda() {
        try {
            Loader.load(torch_cuda.class);
            Loader.load(nvrtc.class);
        } catch (LinkageError e) {
            throw unusable(true, e);
        }
    }

    /** Whether this LibTorch is one for CUDA, by the class path; loads nothing. */
    public static boolean isBuiltForCuda() {
        return Engine.class.getResource("/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/libtorch_cuda.so")
                != null;
    }

    /**
     * Sets the threads of one operation for work that this thread starts.
     *
     * @param threads 0 for one per core
     * @return the number in force
     */
    public static int threads(int threads) {
        load();
        torch.set_num_threads(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
        return torch.get_num_threads();
    }

    /**
     * Sets the {@link #threads} of this thread, and lets denormal numbers flush to zero in it: the
     * second moments of Adam reach them, and are then several times slower. Flushing changes Java's own arithmetic in this
     * thread, so call it only in a thread that trains.
     *
     * @param threads 0 for one per core
     * @return the number in force
     */
    public static int prepareTrainingThread(int threads) {
        int inForce = threads(threads);
        Context.setFlushDenormal(true);
        return inForce;
    }

    /** Versions of LibTorch and oneDNN with their bindings, LibTorch's matrix library, and CUDA where it is one for it, in a line. */
    public static String description() {
        load();
        String blas = System.getProperty(BLAS, "openblas").contains("mkl") ? "MKL" : "OpenBLAS";
        try {
            return "LibTorch " + Loader.getVersion("org.bytedeco", "pytorch") + " with " + blas
                    + (isBuiltForCuda() ? " and CUDA" : "") + ", oneDNN " + Loader.getVersion("org.bytedeco", "dnnl");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the versions of LibTorch and oneDNN from their jars", e);
        }
    }

    /** Libraries of another LibTorch on the system, which the loader would mix with ours; normally none. */
    public static List<Path> foreignLibraries() {
        return LIBRARY_FOLDERS.stream()
                .flatMap(folder ->
                        Stream.of("libtorch.so", "libtorch_cpu.so", "libc10.so").map(folder::resolve))
                .filter(Files::exists)
                .toList();
    }

    /** Memory of the first GPU that nobody uses, bytes. */
    public static long freeGpuBytes() {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer all = new SizeTPointer(1)) {
            CudaCalls.check(cudart.cudaMemGetInfo(free, all), "cudaMemGetInfo");
            return free.get();
        }
    }

    /** Memory of this process outside and inside the Java heap, bytes resident. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }

    private static void start() {
        List<Path> foreign = foreignLibraries();
        if (!foreign.isEmpty()) {
            throw new InputException(
                    "Another LibTorch is installed on this system, and the loader would mix it with Penumbra's own",
                    "no libtorch or libc10 in the system's library folders",
                    foreign.toString(),
                    "the system's library folders",
                    "remove that package (on Debian: apt-get remove libtorch-dev libtorch2), or run in a container");
        }
        if (System.getProperty(BLAS) == null && System.getProperty("os.arch").equals("amd64")) {
            System.setProperty(BLAS, "mkl_rt");
        }
        // The collector sees none of LibTorch's memory; scopes free it, so no limit may trigger collections.
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
            System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        }
        // Without it the loader looks for two dozen of CUDA's libraries in every jar.
        if (!isBuiltForCuda() && System.getProperty("org.bytedeco.javacpp.platform.extension") == null) {
            System.setProperty("org.bytedeco.javacpp.platform.extension", "");
        }
        // Read by the library's threads when it loads.
        if (System.getenv("OMP_WAIT_POLICY") == null) {
            NativeEnvironment.setDefault("GOMP_SPINCOUNT", SPINS);
        }
        try {
            torch.get_num_threads();
            Product.load();
            // For GPUs: the same gradients of convolutions each time, and the 32 bits that the exact runtime computes
            // with.
            torch.globalContext().setDeterministicCuDNN(true);
            torch.globalContext().setAllowTF32CuDNN(false);
        } catch (LinkageError e) {
            throw unusable(isBuiltForCuda(), e);
        }
    }

    static InputException unusable(boolean cuda, LinkageError e) {
        return new InputException(
                "LibTorch does not load",
                cuda ? "Linux on x86-64 with the libraries of CUDA 13" : "Linux on x86-64",
                String.valueOf(e.getMessage()),
                cuda ? "the build for CUDA" : "the build for the CPU",
                cuda
                        ? "point LD_LIBRARY_PATH at the libraries of CUDA 13, cuDNN 9 and NCCL, or go back to a build"
                                + " for the CPU: PENUMBRA_GPU=0 ./penumbra doctor"
                        : "train on such a machine; a trained model is applied without LibTorch, in pure Java",
                e);
    }
}
