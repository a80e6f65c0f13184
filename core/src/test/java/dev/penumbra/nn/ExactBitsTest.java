package dev.penumbra.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.OtherJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactBitsTest {
    /** Found with this code on x86-64; the promise is that it never changes, on any machine. */
    private static final String GOLDEN = "f70b74527879922f155e53ae3b332b437df5c80c05f565825a965b1d6f5cec5f"
            + " b9c0d843a457f0934dfc35f3debee29f82560e4f1a391bbb3f8e5371c723a867";

    @Test
    void theBitsStayWhenTheCompilerGetsToWork() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(ExactBits.digest()).isEqualTo(GOLDEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
    void theBitsAreThoseOfOtherModesOfTheJvm(String mode) throws Exception {
        assertThat(OtherJvm.output(mode, ExactBits.class)).isEqualTo(GOLDEN);
    }
}
