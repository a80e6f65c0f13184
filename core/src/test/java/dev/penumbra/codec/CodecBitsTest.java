package dev.penumbra.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecBitsTest {
    /** Found with this code on x86-64; files that were compressed can be opened as long as it does not change. */
    private static final String GOLDEN = "65a343368e4bd5080cff77f62a7d5275d821807e80387c8fef1a2deb8f1b5297";

    @TempDir
    private Path folder;

    @Test
    void theBytesStayWhenTheCompilerGetsToWork() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(CodecBits.digest(folder)).isEqualTo(GOLDEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
    void theBytesAreThoseOfOtherModesOfTheJvm(String mode) throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process process = new ProcessBuilder(
                        List.of(java, mode, "-cp", System.getProperty("java.class.path"), CodecBits.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip()).isEqualTo(GOLDEN);
    }
}
