package dev.penumbra.torch.tensor;

import java.util.stream.Collectors;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Whether tensors can lie on a GPU, and what is in the way.
 *
 * @param built   whether this LibTorch is one for CUDA
 * @param devices GPUs that it can use
 * @param nvidia  what the driver says
 */
public record CudaCheck(boolean built, int devices, Nvidia nvidia) {
    /** The oldest driver that runs CUDA 13, by NVIDIA's table of minor version compatibility. */
    private static final int DRIVER = 580;
    /** The oldest GPUs that CUDA 13 knows. */
    private static final double CAPABILITY = 7.5;

    private static final String TO_GPU = "build for the GPU: PENUMBRA_GPU=1 ./penumbra doctor";
    private static final String TO_CPU = "go back to a build for the CPU: PENUMBRA_GPU=0 ./penumbra doctor";

    /** Loads the engine, and asks it and the driver. */
    public static CudaCheck run() {
        Engine.load();
        return new CudaCheck(Engine.isBuiltForCuda(), torch.cuda_device_count(), Nvidia.look());
    }

    /** The build, the driver, the GPUs. */
    public String found() {
        String build = built ? "build for CUDA" : "build for the CPU";
        if (nvidia.driver() == null) {
            return build + (devices > 0 ? ", " + devices + " devices" : ", no NVIDIA driver");
        }
        String gpus = nvidia.gpus().isEmpty()
                ? "no GPU answers"
                : nvidia.gpus().stream().map(Nvidia.Gpu::toString).collect(Collectors.joining(", "));
        return build + ", NVIDIA driver " + nvidia.driver() + ", " + gpus;
    }

    /** What would make a GPU usable; null where one is, and where nothing hints at one. */
    public @Nullable String remedy() {
        String driver = nvidia.driver();
        if (devices > 0 || (!built && driver == null)) {
            return null;
        }
        if (driver == null) {
            return "install NVIDIA's driver " + DRIVER + " or later, or " + TO_CPU;
        }
        if (major(driver) < DRIVER) {
            return "update NVIDIA's driver to " + DRIVER + " or later"
                    + (built ? ", or " + TO_CPU : "; then " + TO_GPU);
        }
        if (!nvidia.gpus().isEmpty() && nvidia.gpus().stream().allMatch(gpu -> gpu.capability() < CAPABILITY)) {
            return built ? "CUDA 13 needs compute capability " + CAPABILITY + " or later; " + TO_CPU : null;
        }
        return built ? "see that nvidia-smi lists a GPU and CUDA_VISIBLE_DEVICES hides none" : TO_GPU;
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }
}
