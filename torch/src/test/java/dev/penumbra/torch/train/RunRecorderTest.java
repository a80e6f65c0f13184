package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRecorderTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "20000, 1", "20001, 2", "40000, 2", "1084720, 55"})
    void longRunsAreWrittenSparsely(long steps, long stride) {
        assertThat(RunRecorder.stride(steps)).isEqualTo(stride);
        assertThat(steps / RunRecorder.stride(steps)).isLessThanOrEqualTo(20_000);
    }
}
