package dev.penumbra.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.StringOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NativeEnvironmentTest {
    @Test
    void nativeCodeSeesWhatIsSetAndWhatWasThereStays() {
        Engine.load();
        boolean can = NativeEnvironment.setDefault("PENUMBRA_TEST_A", "17");
        assertThat(can).isEqualTo(Runtime.version().feature() >= 22);
        torch.set_env("PENUMBRA_TEST_B", "mine");
        NativeEnvironment.setDefault("PENUMBRA_TEST_B", "other");
        assertThat(read("PENUMBRA_TEST_A")).isEqualTo(can ? "17" : "");
        assertThat(read("PENUMBRA_TEST_B")).isEqualTo("mine");
    }

    /** Without it, a thread that waits for one that another program keeps from running would burn the time of both. */
    @Test
    void theEngineSaysHowLongThreadsSpin() {
        Engine.load();
        if (Runtime.version().feature() >= 22 && System.getenv("OMP_WAIT_POLICY") == null) {
            assertThat(read("GOMP_SPINCOUNT")).isNotEmpty();
        } else {
            assertThat(read("GOMP_SPINCOUNT")).isIn("", System.getenv("GOMP_SPINCOUNT"));
        }
    }

    private static String read(String name) {
        try (StringOptional value = torch.get_env(name)) {
            return value.has_value() ? value.get().getString() : "";
        }
    }
}
