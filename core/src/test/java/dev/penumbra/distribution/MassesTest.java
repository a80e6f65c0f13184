package dev.penumbra.distribution;

import static dev.penumbra.distribution.DensitiesTest.outputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The masses of discrete likelihoods against textbook formulas. */
class MassesTest {
    /** Sums of 256 masses, each exp of a sum of terms as large as 4,000. */
    private static final double TOLERANCE = 2e-11;

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double floored(double output) {
        return -8 + Math.log(1 + Math.exp(output + 8));
    }

    @Test
    void discretizedLogisticIsTheDifferenceOfItsDistributionFunction() {
        Outputs o = outputs(0.4f, -2.5f);
        double scale = Math.exp(floored(-2.5));
        for (int k : new int[] {0, 1, 100, 254, 255}) {
            double above = k == 255 ? 1 : logistic(((k + 0.5) / 255 - 0.4f) / scale);
            double below = k == 0 ? 0 : logistic(((k - 0.5) / 255 - 0.4f) / scale);
            assertThat(Math.exp(new DiscretizedLogistic(1).logMass(k, o, 0))).isCloseTo(above - below, within(1e-14));
        }
    }

    @Test
    void aMixtureIsTheWeightedSumOfItsComponents() {
        // Logits 0 and log 3: weights 1/4 and 3/4.
        Outputs mixture = outputs(0, (float) Math.log(3), 0.2f, 0.7f, -3, -1);
        for (int k = 0; k < 256; k++) {
            double expected = 0.25 * Math.exp(new DiscretizedLogistic(1).logMass(k, outputs(0.2f, -3), 0))
                    + 0.75 * Math.exp(new DiscretizedLogistic(1).logMass(k, outputs(0.7f, -1), 0));
            // log 3 is rounded to a float.
            assertThat(Math.exp(new DiscretizedLogistic(2).logMass(k, mixture, 0)))
                    .isCloseTo(expected, within(1e-8));
        }
    }

    @Test
    void discretizedLogisticIsRightFarInItsTail() {
        // Far above the location the mass of a level is exp(-a) - exp(-b), a and b its ends: here about exp(-2260).
        double scale = Math.exp(floored(-8));
        double a = (199.5 / 255 - 0.25) / scale;
        double b = (200.5 / 255 - 0.25) / scale;
        assertThat(new DiscretizedLogistic(1).logMass(200, outputs(0.25f, -8), 0))
                .isCloseTo(-a + Math.log(1 - Math.exp(a - b)), within(1e-9));
    }

    @Test
    void betaBinomialWithWholeParametersIsARatioOfBinomialCoefficients() {
        // alpha = 2, beta = 3: C(k + 1, 1) C(n - k + 2, 2) / C(n + 4, 4).
        Outputs o = outputs((float) Math.log(2), (float) Math.log(3));
        for (int k = 0; k <= 255; k++) {
            double expected = (k + 1.0) * (257.0 - k) * (256.0 - k) / 2 / (259.0 * 258 * 257 * 256 / 24);
            // The logarithms are rounded to floats: 3e-8 times a derivative of at most 255.
            assertThat(Math.exp(new BetaBinomial().logMass(k, o, 0)) / expected).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void betaBinomialWithLargeParametersIsABinomial() {
        Outputs o = outputs(19, 19);
        for (int k : new int[] {0, 100, 128, 255}) {
            double expected = Math.log(choose(255, k).doubleValue()) - 255 * Math.log(2);
            // The two differ by n^2 / alpha = 4e-4 at most.
            assertThat(new BetaBinomial().logMass(k, o, 0)).isCloseTo(expected, within(1e-3));
        }
    }

    private static BigInteger choose(int n, int k) {
        BigInteger result = BigInteger.ONE;
        for (int j = 1; j <= k; j++) {
            result = result.multiply(BigInteger.valueOf(n - k + j)).divide(BigInteger.valueOf(j));
        }
        return result;
    }

    @Test
    void categoricalIsTheSoftmax() {
        Outputs o = outputs(1, -2, 0.5f);
        double sum = Math.exp(1) + Math.exp(-2) + Math.exp(0.5);
        double[] masses = new double[3];
        new Categorical(3).masses(o, 0, masses);
        assertThat(masses)
                .containsExactly(
                        new double[] {Math.exp(1) / sum, Math.exp(-2) / sum, Math.exp(0.5) / sum}, within(1e-15));
        assertThat(new Categorical(3).logDensity(0.5, o, 0)).isCloseTo(Math.log(masses[1]), within(1e-14));
        assertThat(new Categorical(3).mean(o, 0)).isCloseTo(masses[1] / 2 + masses[2], within(1e-15));
    }

    @Test
    void poissonIsItsFormula() {
        double rate = Math.exp(1.5);
        double factorial = 1;
        for (int k = 0; k < 40; k++) {
            factorial *= Math.max(1, k);
            assertThat(Math.exp(new Poisson(1).logMass(k, outputs(1.5f), 0)))
                    .isCloseTo(Math.pow(rate, k) * Math.exp(-rate) / factorial, within(1e-14));
        }
    }

    @Test
    void negativeBinomialWithWholeShapeCountsFailures() {
        // r = 1 is geometric: p (1 - p)^k with p = 1 / (1 + m); the output log r = 0 is exact.
        double m = Math.exp(1.25);
        for (int k = 0; k < 60; k++) {
            double expected = Math.pow(m / (1 + m), k) / (1 + m);
            assertThat(Math.exp(new NegativeBinomial(1).logMass(k, outputs(1.25f, 0), 0)))
                    .isCloseTo(expected, within(1e-14));
        }
        // As r grows it becomes a Poisson: they differ by k^2 / r.
        assertThat(new NegativeBinomial(1).logMass(3, outputs(1.25f, 20), 0))
                .isCloseTo(new Poisson(1).logMass(3, outputs(1.25f), 0), within(1e-7));
    }

    @Test
    void massesOfLevelsSumToOneAndGiveTheMean() {
        sums(new Bernoulli(), 1e-12, 0.7f);
        sums(new Categorical(256), 1e-12, new float[256]);
        for (float a : new float[] {-1e4f, -5, 0, 2, 6, 25}) {
            for (float b : new float[] {-1e4f, -8, -3, 0, 4, 25}) {
                sums(new BetaBinomial(), 1e-11, a, b);
                // Rounding to levels moves the mean by half a level at most.
                sums(new DiscretizedLogistic(1), 0.5 / 255 + 1e-9, a / 5, b);
                sums(new DiscretizedLogistic(2), 0.5 / 255 + 1e-9, 0.5f, -0.5f, a / 5, 0.3f, b, -2);
            }
        }
    }

    private static void sums(Levels likelihood, double meanTolerance, float... parameters) {
        Outputs o = outputs(parameters);
        double[] masses = new double[likelihood.levels()];
        likelihood.masses(o, 0, masses);
        double cumulative = 0;
        double mean = 0;
        for (int k = 0; k < masses.length; k++) {
            assertThat(masses[k]).isBetween(0.0, 1 + TOLERANCE);
            assertThat(likelihood.logMass(k, o, 0)).isFinite();
            assertThat(likelihood.level((float) likelihood.value(k))).isEqualTo(k);
            cumulative += masses[k];
            mean += masses[k] * likelihood.value(k);
        }
        assertThat(cumulative).as("%s", likelihood).isCloseTo(1, within(TOLERANCE));
        assertThat(likelihood.mean(o, 0)).isCloseTo(mean, within(meanTolerance));
    }

    @Test
    void massesOfCountsSumToOneAndGiveTheMean() {
        for (Counts counts : List.of(new Poisson(1), new Poisson(255), new NegativeBinomial(1))) {
            for (float logMean : new float[] {-1e4f, -2, 0, 3}) {
                for (float logShape : new float[] {0, 2, 1e4f}) {
                    double mass = 0;
                    double mean = 0;
                    // The longest tail is geometric with mean 20: (20/21)^2000 is 1e-42.
                    for (int k = 0; k < 2000; k++) {
                        double p = Math.exp(counts.logMass(k, outputs(logMean, logShape), 0));
                        mass += p;
                        mean += p * counts.value(k);
                    }
                    assertThat(mass).isCloseTo(1, within(TOLERANCE));
                    assertThat(counts.mean(outputs(logMean, logShape), 0)).isCloseTo(mean, within(1e-9));
                }
            }
        }
    }

    @Test
    void valuesThatAreNoLevelAreNotSupported() {
        assertThat(new BetaBinomial().supports(3f / 255)).isTrue();
        assertThat(new BetaBinomial().supports(3.5f / 255)).isFalse();
        assertThat(new BetaBinomial().supports(256f / 255)).isFalse();
        assertThat(new Categorical(4096).supports((float) (1234 / 4095.0))).isTrue();
        assertThat(new Poisson(1).supports(1 << 24)).isTrue();
        assertThat(new Poisson(1).supports(-1)).isFalse();
        assertThat(new Poisson(1).supports(0.5)).isFalse();
        assertThat(new Poisson(255).supports(7f / 255)).isTrue();
        assertThat(new Bernoulli().supports(0.3)).isTrue();
        assertThat(new Laplace().supports(Double.NaN)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Categorical(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DiscretizedLogistic(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Poisson(0));
    }

    @Test
    void parametersStandOneAfterTheOther() {
        // Two values: means 0.1 and 0.8, then log scales -4 and -1, from position 1 on.
        float[] out = {9, 0.1f, 0.8f, -4, -1};
        DiscretizedLogistic logistic = new DiscretizedLogistic(1);
        float[] x = {25f / 255, 1};
        assertThat(logistic.logDensity(x, 0, out, 1, 2))
                .isCloseTo(
                        logistic.logMass(25, outputs(0.1f, -4), 0) + logistic.logMass(255, outputs(0.8f, -1), 0),
                        within(1e-13));
        float[] mean = new float[3];
        logistic.mean(out, 1, mean, 1, 2);
        assertThat(mean[2]).isEqualTo((float) logistic.mean(outputs(0.8f, -1), 0));
    }
}
