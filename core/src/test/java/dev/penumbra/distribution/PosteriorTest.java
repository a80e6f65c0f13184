package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosteriorTest {
    private static Posterior one(double mean, double std) {
        return new Posterior(1, new float[] {(float) mean}, new float[] {(float) Math.log(std)});
    }

    @Test
    void klMatchesHandValues() {
        assertThat(one(0, 1).kl(0, 0)).isZero();
        assertThat(one(2, 1).kl(0, 0)).isEqualTo(2);
        // 1/2 (e^2 - 2 - 1) for logStd = 1 and 1/2 (9 + e^-2 + 2 - 1) for mean 3, logStd = -1; logStd is exact as a
        // float.
        assertThat(one(0, Math.E).kl(0, 0)).isCloseTo(2.194528049465325, within(1e-14));
        assertThat(one(3, 1 / Math.E).kl(0, 0)).isCloseTo(5.067667641618306, within(1e-14));
    }

    @Test
    void aPointHasInfiniteKlAndIsItsOwnSample() {
        Posterior point = new Posterior(1, new float[] {3}, new float[] {Float.NEGATIVE_INFINITY});
        assertThat(point.kl(0)).isInfinite().isPositive();
        assertThat(point.std(0, 0)).isZero();
        assertThat(point.sample(new float[] {2})).containsExactly(3);
    }

    /** KL = E_q[log q(z) - log p(z)], here as a mean over 200,000 samples; false alarm below 1e-6 each. */
    @ParameterizedTest
    @CsvSource({"0.5,0.3", "-1.5,0.05", "0,2", "2,1"})
    void klMatchesMonteCarlo(double mean, double std) {
        int n = 200_000;
        Posterior q = one(mean, std);
        float[] noise = new Seed(3).gaussians(n);
        double sum = 0;
        double squares = 0;
        for (float e : noise) {
            double z = mean + std * e;
            double term = -0.5 * e * e - Math.log(std) + 0.5 * z * z;
            sum += term;
            squares += term * term;
        }
        double estimate = sum / n;
        double standardError = Math.sqrt((squares / n - estimate * estimate) / n);
        assertThat(q.kl(0, 0)).isCloseTo(estimate, within(5 * standardError));
    }

    @Test
    void klOfAnExampleSumsOverItsDimensionsAlone() {
        Posterior q = new Posterior(2, new float[] {1, 2, 3, 4}, new float[4]);
        assertThat(q.batch()).isEqualTo(2);
        assertThat(q.kl(0)).isEqualTo(2.5);
        assertThat(q.kl(1)).isEqualTo(12.5);
    }

    @Test
    void samplesAreMeanPlusStdTimesNoise() {
        Posterior q = new Posterior(2, new float[] {1, 2}, new float[] {0, (float) Math.log(3)});
        assertThat(q.sample(new float[] {-1, 2})[0]).isZero();
        assertThat(q.sample(new float[] {-1, 2})[1]).isCloseTo(8, within(1e-5f));
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Posterior(2, new float[3], new float[3]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Posterior(2, new float[4], new float[2]));
    }
}
