package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.nn.Weights;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class LogParameterTest {
    @Test
    void insideItsRangeTheSoftBoundIsTheIdentityBitForBit() {
        for (float s : new float[] {-10, -9.999f, -0.3f, 1e-30f, 0, 0.7f, 2.9999998f, 3}) {
            assertThat(LogParameter.softened(s)).isEqualTo(s);
            assertThat(LogParameter.softenedSlope(s)).isEqualTo(1);
        }
    }

    /** bound + d / (1 + |d|) by hand: 3 + 1/2 at 4, 3 + 3/4 at 6, -10 - 9/10 at -19. */
    @Test
    void outsideItGrowsLessAndLessByLessThanOne() {
        assertThat(LogParameter.softened(4)).isEqualTo(3.5f);
        assertThat(LogParameter.softened(6)).isEqualTo(3.75f);
        assertThat(LogParameter.softened(-19)).isEqualTo(-10.9f);
        assertThat(LogParameter.softened(Float.MAX_VALUE)).isEqualTo(4);
        assertThat(LogParameter.softened(-1e30f)).isEqualTo(-11);
        assertThat(LogParameter.softened(Float.NaN)).isNaN();
    }

    @Test
    void itsSlopeIsItsFiniteDifferenceAndNeverZero() {
        for (float s : new float[] {-40, -11, -10.5f, 3.25f, 5, 90}) {
            float h = 1f / 64;
            double difference = (LogParameter.softened(s + h) - (double) LogParameter.softened(s - h)) / (2 * h);
            // 32-bit values near 11 over 2 h, and h^2 times a third derivative of at most 6.
            assertThat((double) LogParameter.softenedSlope(s)).isCloseTo(difference, within(2e-3));
            assertThat(LogParameter.softenedSlope(s)).isPositive();
        }
    }

    /** An encoder's output of 500 meant an infinite standard deviation. */
    @Test
    void noPosteriorIsWiderThanTheBound() {
        ExactPosterior gaussian =
                ExactPosterior.of(new PosteriorFamily.Gaussian(), 1, new Weights(new LinkedHashMap<>()));
        Posterior posterior = gaussian.describe(new float[] {0.5f, 500, 0.5f, 0.25f}, 2);
        assertThat(posterior.std(0, 0)).isLessThan(Math.exp(4)).isGreaterThan(Math.exp(3.99));
        assertThat(posterior.kl(0)).isLessThan(1500);
        assertThat(posterior.logStd()[1]).isEqualTo(0.25f);
    }
}
