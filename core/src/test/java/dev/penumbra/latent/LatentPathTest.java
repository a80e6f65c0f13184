package dev.penumbra.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.LinearInference;
import org.junit.jupiter.api.Test;

class LatentPathTest {
    /** Means are x, decoded times 10. */
    private static final LinearInference MODEL = LinearInference.of(new Gaussian(1), 0.5, 10, 1, 1);

    private static double norm(float[] z, int i) {
        return Math.hypot(z[2 * i], z[2 * i + 1]);
    }

    @Test
    void aStraightPathIsAsLongAsItsEndsAreApart() {
        LatentPath path = LatentPath.through(MODEL, LinearInference.data(2, 0, 0, 3, 4), 5, false);
        assertThat(path.z()).containsExactly(0, 0, 0.75f, 1, 1.5f, 2, 2.25f, 3, 3, 4);
        assertThat(path.steps()).hasSize(4).containsOnly(12.5);
        assertThat(path.length()).isEqualTo(50);
        assertThat(path.straight()).isEqualTo(50);
    }

    @Test
    void stopsAreMetOnce() {
        LatentPath path = LatentPath.through(MODEL, LinearInference.data(2, 0, 0, 1, 0, 1, 1), 3, false);
        assertThat(path.z()).containsExactly(0, 0, 0.5f, 0, 1, 0, 1, 0.5f, 1, 1);
        assertThat(path.length()).isCloseTo(20, within(1e-5));
        assertThat(path.straight()).isCloseTo(10 * Math.sqrt(2), within(1e-5));
    }

    @Test
    void sphericalPathsTurnEvenlyAndKeepTheNorm() {
        // A quarter turn on a circle of radius 2.
        LatentPath path = LatentPath.through(MODEL, LinearInference.data(2, 2, 0, 0, 2), 4, true);
        for (int i = 0; i < 4; i++) {
            // z is a 32-bit float.
            assertThat(norm(path.z(), i)).isCloseTo(2, within(1e-6));
            assertThat(Math.atan2(path.z()[2 * i + 1], path.z()[2 * i])).isCloseTo(i * Math.PI / 6, within(1e-6));
        }
        // Three chords of 30 degrees, decoded times 10.
        assertThat(path.length()).isCloseTo(3 * 10 * 2 * 2 * Math.sin(Math.PI / 12), within(1e-4));
    }

    @Test
    void normsGoEvenlyFromOneEndToTheOther() {
        LatentPath path = LatentPath.through(MODEL, LinearInference.data(2, 1, 0, 0, 3), 5, true);
        for (int i = 0; i < 5; i++) {
            assertThat(norm(path.z(), i)).isCloseTo(1 + 0.5 * i, within(1e-6));
        }
    }

    @Test
    void oneDirectionAndZeroAreStraight() {
        for (float[] ends : new float[][] {{1, 1, 3, 3}, {0, 0, 3, 3}}) {
            Dataset stops = LinearInference.data(2, ends);
            assertThat(LatentPath.through(MODEL, stops, 4, true).z())
                    .isEqualTo(LatentPath.through(MODEL, stops, 4, false).z());
        }
    }

    @Test
    void oppositeEndsHaveNoGreatCircle() {
        assertThatThrownBy(() -> LatentPath.through(MODEL, LinearInference.data(2, 1, 2, -1, -2), 4, true))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("opposite");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> LatentPath.through(MODEL, LinearInference.data(2, 1f, 2f), 4, true))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 to 100");
        assertThatThrownBy(() -> LatentPath.through(MODEL, LinearInference.data(2, 1, 2, 3, 4), 1, true))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--steps");
    }
}
