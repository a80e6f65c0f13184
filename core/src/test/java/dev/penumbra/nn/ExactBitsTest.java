package dev.penumbra.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.OtherJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactBitsTest {
    /** Found with this code on x86-64; the promise is that it never changes, on any machine. */
    private static final String GOLDEN = "509738f5dadafae2600aea3305684fb5971034f5d52b3fe73a66fa25d531ca4e"
            + " 00661f7c4f24d38db77cf082f035c22e87dae5d91669a1cb39bab587243e75ee";

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
