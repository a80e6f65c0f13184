package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Means and variances of draws against closed forms. The means of n = 40,000 draws are normal to good approximation, so that 6
 * standard errors have a false alarm of 2e-9; the seed is fixed besides.
 */
class SamplesTest {
    private static final int N = 40_000;

    private static void check(Likelihood likelihood, double mean, double variance, double kurtosis, float... out) {
        SplittableRandom random = new SplittableRandom(5);
        Outputs o = new Outputs(out, 0, 1);
        double sum = 0;
        double squares = 0;
        boolean supported = true;
        for (int k = 0; k < N; k++) {
            double x = likelihood.sample(o, 0, random) - mean;
            supported &= likelihood.supports((float) (x + mean));
            sum += x;
            squares += x * x;
        }
        assertThat(supported).isTrue();
        assertThat(sum / N).as("mean of %s", likelihood).isCloseTo(0, within(6 * Math.sqrt(variance / N)));
        // Var(x^2) = (kurtosis - 1) variance^2.
        assertThat(squares / N)
                .as("variance of %s", likelihood)
                .isCloseTo(variance, within(6 * variance * Math.sqrt((kurtosis - 1) / N)));
    }

    private static double floored(double output) {
        return -6 + Math.log(1 + Math.exp(output + 6));
    }

    @Test
    void numbers() {
        check(new Gaussian(0.5), 2, 0.25, 3, 2);
        check(new DiagonalGaussian(List.of(Math.log(3))), 2, 9, 3, 2);
        check(new GaussianPerExample(), 1, Math.exp(2 * floored(-1)), 3, 1, -1);
        check(new Laplace(), 1, 2 * Math.exp(2 * floored(-1)), 6, 1, -1);
        // softplus(7) = 7.0009 more than 3 degrees; variance df / (df - 2), kurtosis 3 + 6 / (df - 4).
        double df = Math.log(1 + Math.exp(7)) + 3;
        double scale = Math.log(2) + 1e-3;
        check(new StudentT(), -1, scale * scale * df / (df - 2), 3 + 6 / (df - 4), -1, 0, 7);
    }

    @Test
    void continuousBernoulli() {
        for (float l : new float[] {-4, 0, 1e-4f, 2, 800}) {
            // Var = 1/l^2 - 1/(4 sinh(l/2)^2), 1/12 at 0; the kurtosis is at most that of the exponential, 9.
            double variance = Math.abs(l) < 0.01 ? 1 / 12.0 : 1.0 / l / l - 1 / Math.pow(2 * Math.sinh(l / 2), 2);
            double mean = new ContinuousBernoulli().mean(new Outputs(new float[] {l}, 0, 1), 0);
            check(new ContinuousBernoulli(), mean, variance, 9, l);
        }
    }

    @Test
    void levels() {
        check(new Bernoulli(), 1 / (1 + Math.exp(-1)), Math.exp(-1) / Math.pow(1 + Math.exp(-1), 2), 3, 1);
        // n p (1 - p) (a + b + n) / (a + b + 1) with a = b = 1: uniform on 256 levels, kurtosis 1.8.
        check(new BetaBinomial(), 0.5, (256.0 * 256 - 1) / 12 / 255 / 255, 1.8, 0, 0);
        check(new Categorical(2), 0.5, 0.25, 1.1, 0, 0);
        // A logistic well inside [0, 1]: variance s^2 pi^2 / 3 and that of rounding, 1/12 of a squared level; kurtosis
        // 4.2.
        double s = Math.exp(-8 + Math.log(1 + Math.exp(-4 + 8)));
        check(new DiscretizedLogistic(1), 0.5, s * s * Math.PI * Math.PI / 3 + 1 / 12.0 / 255 / 255, 4.2, 0.5f, -4);
    }

    @Test
    void counts() {
        for (float logRate : new float[] {-1, 1, 2.5f, 6, 14}) {
            double rate = Math.exp(logRate);
            check(new Poisson(1), rate, rate, 3 + 1 / rate, logRate);
        }
        check(new Poisson(255), Math.exp(3) / 255, Math.exp(3) / 255 / 255, 3.1, 3);
        for (float logShape : new float[] {-1, 0, 3}) {
            double m = Math.exp(2);
            double r = Math.exp(logShape);
            double variance = m + m * m / r;
            // Excess kurtosis 6 / r + 1 / variance.
            check(new NegativeBinomial(1), m, variance, 3 + 6 / r + 1 / variance, 2, logShape);
        }
    }

    @Test
    void theSameStateGivesTheSameDraws() {
        for (Likelihood likelihood : List.of(new StudentT(), new NegativeBinomial(1), new DiscretizedLogistic(1))) {
            float[] out = new float[2 * likelihood.outputsPerValue()];
            float[] first = new float[2];
            float[] second = new float[2];
            likelihood.sample(out, 0, first, 0, 2, new SplittableRandom(3));
            likelihood.sample(out, 0, second, 0, 2, new SplittableRandom(3));
            assertThat(first).isEqualTo(second);
        }
    }
}
