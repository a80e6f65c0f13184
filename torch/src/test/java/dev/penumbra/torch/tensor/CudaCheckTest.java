package dev.penumbra.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.InputException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CudaCheckTest {
    private static final Nvidia.Gpu H100 = new Nvidia.Gpu("NVIDIA H100", 9.0, "81559 MiB");
    private static final Nvidia.Gpu OLD = new Nvidia.Gpu("Tesla V100", 7.0, "16384 MiB");
    private static final String BUILD_FOR_GPU = "PENUMBRA_GPU=1";
    private static final String BUILD_FOR_CPU = "PENUMBRA_GPU=0";

    private static CudaCheck check(boolean built, int devices, @Nullable String driver, Nvidia.Gpu... gpus) {
        return new CudaCheck(built, devices, new Nvidia(driver, List.of(gpus)));
    }

    @Test
    void aUsableGpuNeedsNoRemedyAndIsNamed() {
        CudaCheck check = check(true, 1, "580.95.05", H100);
        assertThat(check.remedy()).isNull();
        assertThat(check.found())
                .isEqualTo("build for CUDA, NVIDIA driver 580.95.05, NVIDIA H100 (compute capability 9.0, 81559 MiB)");
        assertThat(check(true, 2, null).found()).as("without nvidia-smi").isEqualTo("build for CUDA, 2 devices");
    }

    @Test
    void aMachineWithoutAGpuIsWellInABuildForTheCpu() {
        CudaCheck check = check(false, 0, null);
        assertThat(check.remedy()).isNull();
        assertThat(check.found()).isEqualTo("build for the CPU, no NVIDIA driver");
    }

    @Test
    void aBuildForTheCpuBesideAGpuSaysHowToBuildForIt() {
        assertThat(check(false, 0, "580.95.05", H100).remedy())
                .contains(BUILD_FOR_GPU)
                .doesNotContain("update");
        assertThat(check(false, 0, "590.1", OLD, H100).remedy()).contains(BUILD_FOR_GPU);
        assertThat(check(false, 0, "535.129.03", H100).remedy()).contains("update", "580", BUILD_FOR_GPU);
        assertThat(check(false, 0, "580.95.05", OLD).remedy())
                .as("no build would help")
                .isNull();
    }

    @Test
    void aBuildForCudaThatFindsNoGpuSaysWhatIsInTheWay() {
        assertThat(check(true, 0, null).remedy()).contains("install", "580", BUILD_FOR_CPU);
        assertThat(check(true, 0, "579.99", H100).remedy()).contains("update", "580", BUILD_FOR_CPU);
        assertThat(check(true, 0, "580.95.05", OLD).remedy()).contains("7.5", BUILD_FOR_CPU);
        assertThat(check(true, 0, "580.95.05", H100).remedy()).contains("CUDA_VISIBLE_DEVICES");
        assertThat(check(true, 0, "580.95.05").found()).contains("no GPU answers");
    }

    @Test
    void theErrorHasTheRemedyAndTheWayWithout() {
        InputException idle = Device.missing(check(false, 0, "580.95.05", H100), "--device cuda", "use --device cpu");
        assertThat(idle)
                .hasMessageContainingAll("build for the CPU", "NVIDIA H100", BUILD_FOR_GPU, "or use --device cpu");
        assertThat(Device.missing(check(false, 0, null), "--device cuda", "use --device cpu"))
                .hasMessageContaining("remedy:   use --device cpu; `penumbra doctor` shows what is there");
    }

    @Test
    void aLibTorchThatDoesNotLoadIsAClearError() {
        LinkageError missing = new UnsatisfiedLinkError("libcudart.so.13: cannot open shared object file");
        assertThat(Engine.unusable(true, missing)).hasMessageContainingAll("libcudart.so.13", BUILD_FOR_CPU);
        assertThat(Engine.unusable(false, missing)).hasMessageContaining("pure Java");
    }
}
