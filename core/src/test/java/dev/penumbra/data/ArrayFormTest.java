package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayFormTest {
    @Test
    void channelsThatComeLastAreWrittenLast() {
        ArrayForm form = new ArrayForm("|u1", List.of(1, 2, 3), true, false, false);
        // Red, green and blue planes of two pixels.
        assertThat(form.bytes(new double[] {1, 2, 11, 12, 21, 22})).containsExactly(1, 11, 21, 2, 12, 22);
    }

    @Test
    void theOrderOfFortranIsThatOfTheFirstDimension() {
        ArrayForm form = new ArrayForm("<f4", List.of(2, 3), false, true, false);
        // [i, j] stands at 3 i + j.
        assertThat(List.of(0, 1, 2, 3, 4, 5).stream().map(form::fromFirstFastest))
                .containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void numbersAreTheNearestOfTheirType() {
        List<Integer> one = List.of(1);
        assertThat(new ArrayForm("|u1", one, false, false, false).nearest(-3.2)).isEqualTo(0);
        assertThat(new ArrayForm("|u1", one, false, false, false).nearest(-0.2)).isEqualTo(0.0);
        assertThat(new ArrayForm("|i1", one, false, false, false).nearest(200)).isEqualTo(127);
        assertThat(new ArrayForm(">u2", one, false, false, false).nearest(7e9)).isEqualTo(65535);
        assertThat(new ArrayForm("<f4", one, false, false, false).nearest(0.1)).isEqualTo(0.1f);
        assertThat(new ArrayForm(">u4", one, false, false, false).bytes(new double[] {4294967295.0}))
                .containsExactly(-1, -1, -1, -1);
        assertThat(new ArrayForm(">u8", one, false, false, false).bytes(new double[] {0x1p63}))
                .containsExactly(-128, 0, 0, 0, 0, 0, 0, 0);
        assertThat(new ArrayForm("<i8", one, false, false, false).isExact(0x1p53))
                .isFalse();
        assertThatThrownBy(() -> new ArrayForm("<x4", one, false, false, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
