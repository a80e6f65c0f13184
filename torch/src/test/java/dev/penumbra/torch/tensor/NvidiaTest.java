package dev.penumbra.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NvidiaTest {
    @Test
    void readsWhatNvidiaSmiLists() {
        Nvidia nvidia = Nvidia.parse("""
                580.95.05, NVIDIA H100 80GB HBM3, 9.0, 81559 MiB
                580.95.05, Tesla T4, 7.5, 15360 MiB
                """);
        assertThat(nvidia.driver()).isEqualTo("580.95.05");
        assertThat(nvidia.gpus())
                .containsExactly(
                        new Nvidia.Gpu("NVIDIA H100 80GB HBM3", 9.0, "81559 MiB"),
                        new Nvidia.Gpu("Tesla T4", 7.5, "15360 MiB"));
        assertThat(nvidia.gpus().getFirst()).hasToString("NVIDIA H100 80GB HBM3 (compute capability 9.0, 81559 MiB)");
    }

    @Test
    void whatElseNvidiaSmiSaysMeansThatNoGpuAnswers() {
        for (String other : new String[] {
            "",
            "No devices were found\n",
            "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n",
            "580.95.05, GPU is lost, [N/A], [N/A]\n"
        }) {
            assertThat(Nvidia.parse(other).driver()).as(other).isNull();
            assertThat(Nvidia.parse(other).gpus()).as(other).isEmpty();
        }
    }

    @Test
    void findsTheVersionOfBothKernelModules() {
        assertThat(Nvidia.version("""
                NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19 18:56:32 UTC 2023
                GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)
                """)).isEqualTo("535.129.03");
        assertThat(
                        Nvidia.version(
                                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (dvs-builder)\n"))
                .isEqualTo("580.65.06");
        assertThat(Nvidia.version("GCC version:  gcc version 12.2.0 \n")).isNull();
    }
}
