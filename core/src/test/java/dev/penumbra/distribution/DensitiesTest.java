package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.nn.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each density against its textbook formula. Formulas of well-conditioned doubles: a tolerance of 1e-12 is some hundred roundings. */
class DensitiesTest {
    private static final double TOLERANCE = 1e-12;

    static Outputs outputs(float... values) {
        return new Outputs(values, 0, 1);
    }

    private static double floored(double output) {
        return -6 + Math.log(1 + Math.exp(output + 6));
    }

    @Test
    void gaussianPerExample() {
        for (float logStd : new float[] {-9, -2, 0, 1.5f}) {
            double std = Math.exp(floored(logStd));
            double expected =
                    Math.log(Math.exp(-Math.pow(0.3 - 0.25, 2) / (2 * std * std)) / (std * Math.sqrt(2 * Math.PI)));
            assertThat(new GaussianPerExample().logDensity(0.3, outputs(0.25f, logStd), 0))
                    // (0.05 / std)^2 / 2 is as large as 200, so its roundings are 1e-13 and those of exp(-200) as many.
                    .isCloseTo(expected, within(1e-11));
        }
    }

    @Test
    void gaussianPerDimension() {
        var weights = new LinkedHashMap<String, Weights.Values>();
        weights.put(LearnedGaussian.LOG_STD, new Weights.Values(List.of(2), new float[] {-1, 0.5f}));
        Likelihood likelihood = new GaussianPerDimension().resolved(new Weights(weights));
        float[] x = {1, 2};
        float[] means = {0.5f, 4};
        double expected = 0;
        for (int i = 0; i < 2; i++) {
            double std = Math.exp(floored(i == 0 ? -1 : 0.5));
            expected += -Math.pow(x[i] - means[i], 2) / (2 * std * std) - Math.log(std * Math.sqrt(2 * Math.PI));
        }
        assertThat(likelihood.logDensity(x, 0, means, 0, 2)).isCloseTo(expected, within(TOLERANCE));
        assertThat(new GaussianPerDimension().parameters(7).getFirst().dims()).containsExactly(7);
    }

    @Test
    void laplace() {
        double scale = Math.exp(floored(-0.5));
        double expected = -Math.abs(-1.25 - 0.5) / scale - Math.log(2 * scale);
        assertThat(new Laplace().logDensity(-1.25, outputs(0.5f, -0.5f), 0)).isCloseTo(expected, within(TOLERANCE));
    }

    @Test
    void studentTOfThreeAndFiveDegreesIsElementary() {
        // Densities of t with 3 and 5 degrees: 6 sqrt(3) / (pi (3 + t^2)^2) and 8 / (3 pi sqrt(5) (1 + t^2 / 5)^3).
        double scale = Math.log(1 + Math.exp(0.5)) + 1e-3;
        for (double x : new double[] {-40, 0, 0.7, 3}) {
            double t = (x - 0.25) / scale;
            double three = 6 * Math.sqrt(3) / (Math.PI * Math.pow(3 + t * t, 2));
            // softplus(-60) = 9e-27: 3 degrees.
            assertThat(new StudentT().logDensity(x, outputs(0.25f, 0.5f, -60), 0))
                    .isCloseTo(Math.log(three / scale), within(TOLERANCE));
            double five = 8 / (3 * Math.PI * Math.sqrt(5) * Math.pow(1 + t * t / 5, 3));
            float output = (float) Math.log(Math.expm1(2));
            // The output is a float, so the degrees are 5 up to 1e-7.
            assertThat(new StudentT().logDensity(x, outputs(0.25f, 0.5f, output), 0))
                    .isCloseTo(Math.log(five / scale), within(1e-6));
        }
    }

    @Test
    void studentTWithManyDegreesIsAGaussian() {
        double scale = Math.log(1 + Math.exp(0.5)) + 1e-3;
        double gaussian = -0.5 * Math.pow(1 / scale, 2) - Math.log(scale * Math.sqrt(2 * Math.PI));
        // The difference is of order 1/df.
        assertThat(new StudentT().logDensity(1, outputs(0, 0.5f, 1e9f), 0)).isCloseTo(gaussian, within(1e-8));
    }

    @Test
    void continuousBernoulliIsTheNormalizedCrossEntropy() {
        for (float logit : new float[] {-12, -2, -0.3f, 0.011f, 0.3f, 5}) {
            double s = 1 / (1 + Math.exp(-logit));
            // C = 2 atanh(1 - 2 s) / (1 - 2 s) (Loaiza-Ganem & Cunningham 2019, equation 7)
            double c = 2 * 0.5 * Math.log((2 - 2 * s) / (2 * s)) / (1 - 2 * s);
            double expected = Math.log(c) + 0.3 * Math.log(s) + 0.7 * Math.log(1 - s);
            double mean = s / (2 * s - 1) + 1 / Math.log((1 - s) / s);
            // The reference divides by 1 - 2 s, as small as 0.005, and by 1 - s, as small as 6e-6.
            assertThat(new ContinuousBernoulli().logDensity(0.3, outputs(logit), 0))
                    .isCloseTo(expected, within(1e-10));
            assertThat(new ContinuousBernoulli().mean(outputs(logit), 0)).isCloseTo(mean, within(1e-10));
        }
    }

    @Test
    void continuousBernoulliIsSmoothAtOneHalf() {
        assertThat(new ContinuousBernoulli().logDensity(0.3, outputs(0), 0)).isZero();
        assertThat(new ContinuousBernoulli().mean(outputs(0), 0)).isEqualTo(0.5);
        // From the series to the closed form: the step is that of the logit, times the derivatives 0.2 and 1/12.
        float below = Math.nextDown(0.01f);
        float above = Math.nextUp(0.01f);
        assertThat(new ContinuousBernoulli().logDensity(0.3, outputs(above), 0)
                        - new ContinuousBernoulli().logDensity(0.3, outputs(below), 0))
                .isCloseTo(-0.2 * (above - below), within(1e-11));
        assertThat(new ContinuousBernoulli().mean(outputs(above), 0)
                        - new ContinuousBernoulli().mean(outputs(below), 0))
                .isCloseTo((above - below) / 12.0, within(1e-11));
    }

    @Test
    void densitiesIntegrateToOneAroundTheirMean() {
        check(new GaussianPerExample(), -30, 30, 0.25f, 0.5f);
        check(new Laplace(), -60, 60, 0.25f, 0.5f);
        check(new StudentT(), -3000, 3000, 0.25f, 0.5f, 4f);
        check(new ContinuousBernoulli(), 0, 1, -3f);
        check(new ContinuousBernoulli(), 0, 1, 0.3f);
    }

    private static void check(Likelihood likelihood, double low, double high, float... parameters) {
        Outputs o = outputs(parameters);
        int n = 1_000_000;
        double step = (high - low) / n;
        double mass = 0;
        double mean = 0;
        for (int k = 0; k < n; k++) {
            double x = low + (k + 0.5) * step;
            double p = Math.exp(likelihood.logDensity(x, o, 0)) * step;
            mass += p;
            mean += x * p;
        }
        // The midpoint rule at a kink, and the tails of t with 7 degrees beyond 3000: both below 1e-6.
        assertThat(mass).isCloseTo(1, within(1e-6));
        assertThat(likelihood.mean(o, 0)).isCloseTo(mean, within(1e-6));
    }

    @Test
    void extremeOutputsGiveFiniteDensities() {
        List<Likelihood> all = List.of(
                new Bernoulli(), new ContinuousBernoulli(), new GaussianPerExample(), new Laplace(), new StudentT());
        for (Likelihood likelihood : all) {
            for (float a : new float[] {-1e6f, 0, 1e6f}) {
                for (float b : new float[] {-1e6f, 0, 1e6f}) {
                    for (float c : new float[] {-1e6f, 1e6f}) {
                        for (double x : new double[] {0, 0.5, 1}) {
                            assertThat(likelihood.logDensity(x, outputs(a, b, c), 0))
                                    .isFinite();
                            assertThat(likelihood.mean(outputs(a, b, c), 0)).isFinite();
                        }
                    }
                }
            }
        }
    }
}
