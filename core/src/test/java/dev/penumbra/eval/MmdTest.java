package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MmdTest {
    @Test
    void fourPointsGiveTheNumberWorkedOutByHand() {
        float[] a = {0, 1};
        float[] b = {2, 4};
        // Squared distances: 1 within a, 4 within b; 4, 16, 1, 9 between. With C = 2.
        double inverse = 2 / 3.0 + 2 / 6.0 - 2 * (2 / 6.0 + 2 / 18.0 + 2 / 3.0 + 2 / 11.0) / 4;
        double rbf =
                Math.exp(-0.5) + Math.exp(-2) - (Math.exp(-2) + Math.exp(-8) + Math.exp(-0.5) + Math.exp(-4.5)) / 2;
        assertThat(Mmd.of(a, b, 1, Mmd.Kernel.INVERSE_MULTIQUADRATIC, 2)).isCloseTo(inverse, within(1e-15));
        assertThat(Mmd.of(a, b, 1, Mmd.Kernel.RBF, 2)).isCloseTo(rbf, within(1e-15));
    }

    @Test
    void theKernelsScalesAreThoseOfWassersteinAutoencoders() {
        // Two pairs of equal points at the distance 3 in v = 1: 1 + 1 - 2 k(9), seven scales C = 2 s.
        double expected = 0;
        for (double s : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10}) {
            expected += 2 - 2 * (2 * s / (2 * s + 9));
        }
        assertThat(Mmd.of(new float[] {0, 0}, new float[] {3, 3}, 1, Mmd.Kernel.INVERSE_MULTIQUADRATIC))
                .isCloseTo(expected, within(1e-14));
    }

    @Test
    void isZeroInExpectationForSamplesOfOneDistribution() {
        for (Mmd.Kernel kernel : Mmd.Kernel.values()) {
            double[] values = new double[200];
            for (int i = 0; i < values.length; i++) {
                Seed seed = new Seed(i);
                values[i] =
                        Mmd.of(seed.named("a").gaussians(60), seed.named("b").gaussians(90), 3, kernel);
            }
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance =
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / 199;
            // Four standard errors; a biased estimate would be off by some (1/20 + 1/30) times 7 scales, twenty times
            // more.
            assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(variance / 200)));
            assertThat(Arrays.stream(values).min().orElseThrow()).isNegative();
        }
    }

    /** Draws of N(1, 1/4). */
    private static float[] shifted(int count) {
        float[] draws = new Seed(2).gaussians(count);
        for (int k = 0; k < draws.length; k++) {
            draws[k] = 1 + 0.5f * draws[k];
        }
        return draws;
    }

    @Test
    void twoGaussiansHaveTheirClosedForm() {
        int v = 2;
        float[] a = new Seed(1).gaussians(1500 * v);
        float[] b = shifted(1500 * v);
        double c = 4;
        // E exp(-|d|^2 / C) for d ~ N(delta, t I): (1 + 2t/C)^(-v/2) exp(-|delta|^2 / (C + 2t)).
        double expected = rbf(2, 0, c, v) + rbf(0.5, 0, c, v) - 2 * rbf(1.25, 2, c, v);
        // The standard error of a mean of 1,500 values of at most 1 is below 0.013.
        assertThat(Mmd.of(a, b, v, Mmd.Kernel.RBF, c)).isCloseTo(expected, within(0.03));
        assertThat(expected).isGreaterThan(0.2);
    }

    /**
     * For the objective's kernel, of all scales: C / (C + q) is the integral of exp(-u (1 + q / C)) over u from 0, so its mean over q =
     * |d|^2 is that of exp(-u) times the RBF's at C / u. N(0, I) and N((1, 1), I / 4): 1.6851.
     */
    @Test
    void twoGaussiansHaveTheirClosedFormUnderTheInverseMultiquadraticKernel() {
        int v = 2;
        float[] a = new Seed(1).gaussians(1500 * v);
        float[] b = shifted(1500 * v);
        double expected = 0;
        double h = 1e-3;
        for (double s : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10}) {
            // The midpoint rule, to about h^2.
            for (double u = h / 2; u < 40; u += h) {
                double c = 2 * v * s / u;
                expected += h * Math.exp(-u) * (rbf(2, 0, c, v) + rbf(0.5, 0, c, v) - 2 * rbf(1.25, 2, c, v));
            }
        }
        assertThat(expected).isCloseTo(1.6851, within(1e-4));
        // Seven kernels, each with a standard error below 0.01.
        assertThat(Mmd.of(a, b, v, Mmd.Kernel.INVERSE_MULTIQUADRATIC)).isCloseTo(expected, within(0.1));
    }

    private static double rbf(double variance, double squaredShift, double c, int v) {
        return Math.pow(1 + 2 * variance / c, -v / 2.0) * Math.exp(-squaredShift / (c + 2 * variance));
    }

    @Test
    void aPosteriorEqualToThePriorIsNearAndAShiftedOneFar() {
        Posterior prior = new Posterior(2, new float[400], new float[400]);
        float[] two = new float[400];
        Arrays.fill(two, 2);
        Posterior shifted = new Posterior(2, two, new float[400]);
        for (Mmd.Kernel kernel : Mmd.Kernel.values()) {
            assertThat(Mmd.toPrior(prior, kernel, new Seed(5))).isCloseTo(0, within(0.1));
            assertThat(Mmd.toPrior(shifted, kernel, new Seed(5))).isGreaterThan(1);
        }
    }

    @Test
    void samplesOfOnePointOrOfAnotherShapeAreRefused() {
        assertThatThrownBy(() -> Mmd.of(new float[3], new float[6], 3, Mmd.Kernel.RBF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 points");
        assertThatThrownBy(() -> Mmd.of(new float[7], new float[6], 3, Mmd.Kernel.RBF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[n, 3]");
    }
}
