package dev.penumbra.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.run.RunConfig;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class EngineTest {
    /** Half the smallest normal float. */
    private static volatile float halfOfSmallest = Float.MIN_NORMAL;

    @Test
    void flushesDenormalsInTheTrainingThreadOnly() throws InterruptedException, ExecutionException {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            thread.submit(() -> Engine.prepareTrainingThread(1)).get();
            double inTraining = thread.submit(EngineTest::halved).get();
            assertThat(inTraining).isZero();
        }
        try (Scope scope = new Scope()) {
            assertThat(halved()).isEqualTo(Float.MIN_NORMAL / 2.0);
        }
        assertThat(halfOfSmallest * 0.5f)
                .as("Java's own arithmetic in this thread")
                .isGreaterThan(0);
    }

    private static double halved() {
        return Tensor.of(Device.CPU, new float[] {Float.MIN_NORMAL}, 1)
                .times(0.5)
                .item();
    }

    @Test
    void usesMklOnThisKindOfMachine() {
        assertThat(Engine.description()).contains(System.getProperty("os.arch").equals("amd64") ? "MKL" : "OpenBLAS");
    }

    @Test
    void cudaWithoutAGpuIsAClearError() {
        if (Device.of(RunConfig.Device.AUTO) == Device.CUDA) {
            assertThat(Device.of(RunConfig.Device.CUDA)).isEqualTo(Device.CUDA);
        } else {
            assertThatThrownBy(() -> Device.of(RunConfig.Device.CUDA))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("--device cpu");
        }
    }

    @Test
    void aScopeFreesItsTensors() {
        Engine.load();
        long before = Engine.residentBytes();
        for (int i = 0; i < 200; i++) {
            try (Scope scope = new Scope()) {
                Tensor.zeros(Device.CPU, 1 << 20).plus(1);
            }
        }
        // 200 times 8 MiB would be 1,600 MiB.
        assertThat(Engine.residentBytes() - before).isLessThan(400L << 20);
    }
}
