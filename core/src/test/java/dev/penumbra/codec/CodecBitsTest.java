package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.OtherJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecBitsTest {
    /** Found with this code on x86-64; files that were compressed can be opened as long as it does not change. */
    private static final String GOLDEN = "5d88425e5eb5e22f98cc04be07fe0171372806e3f79b6ee9144e542857533207";

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
        assertThat(OtherJvm.output(mode, CodecBits.class)).isEqualTo(GOLDEN);
    }
}
