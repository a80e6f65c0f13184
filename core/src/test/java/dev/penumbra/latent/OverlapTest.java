package dev.penumbra.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.eval.LatentView;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class OverlapTest {
    private static final float POINT = Float.NEGATIVE_INFINITY;

    /** Two Gaussians of one dimension. */
    private static Posterior pair(double a, double s, double b, double t) {
        return new Posterior(
                1, new float[] {(float) a, (float) b}, new float[] {(float) Math.log(s), (float) Math.log(t)});
    }

    @Test
    void coefficientAndKlAreTheirIntegrals() {
        double[][] cases = {{0, 1, 0, 1}, {0, 1, 2, 1}, {-1, 0.3, 0.5, 2}, {3, 1.5, 2, 0.4}};
        for (double[] c : cases) {
            Posterior p = pair(c[0], c[1], c[2], c[3]);
            double coefficient = integral(z -> Math.exp(0.5 * (logDensity(z, c[0], c[1]) + logDensity(z, c[2], c[3]))));
            double kl = integral(
                    z -> Math.exp(logDensity(z, c[0], c[1])) * (logDensity(z, c[0], c[1]) - logDensity(z, c[2], c[3])));
            // logStd and means are 32-bit floats; KL up to 30 is sensitive to them.
            assertThat(Overlap.coefficient(p, 0, 1)).isCloseTo(coefficient, within(1e-6));
            assertThat(Overlap.coefficient(p, 1, 0)).isEqualTo(Overlap.coefficient(p, 0, 1));
            assertThat(p.kl(0, p, 1)).isCloseTo(kl, within(1e-5));
        }
    }

    @Test
    void inSeveralDimensionsBothAgreeWithSamples() {
        int v = 3;
        Posterior p = new Posterior(
                v, new float[] {0.2f, -0.3f, 1, 0.9f, 0.1f, 0.4f}, new float[] {-0.2f, 0.3f, -0.5f, 0.1f, 0, -0.7f});
        int n = 100_000;
        float[] noise = new Seed(21).gaussians(n * v);
        double[] sums = new double[4];
        for (int i = 0; i < n; i++) {
            double logRatio = 0;
            for (int k = 0; k < v; k++) {
                double z = p.mean()[k] + p.std(0, k) * noise[i * v + k];
                logRatio += logDensity(z, p.mean()[k], p.std(0, k)) - logDensity(z, p.mean()[v + k], p.std(1, k));
            }
            double root = Math.exp(-0.5 * logRatio);
            sums[0] += root / n;
            sums[1] += root * root / n;
            sums[2] += logRatio / n;
            sums[3] += logRatio * logRatio / n;
        }
        double coefficientError = Math.sqrt((sums[1] - sums[0] * sums[0]) / n);
        double klError = Math.sqrt((sums[3] - sums[2] * sums[2]) / n);
        assertThat(Overlap.coefficient(p, 0, 1)).isCloseTo(sums[0], within(5 * coefficientError));
        assertThat(p.kl(0, p, 1)).isCloseTo(sums[2], within(5 * klError));
    }

    @Test
    void equalGaussiansShareEverything() {
        Posterior p = pair(1.7, 0.01, 1.7, 0.01);
        assertThat(Overlap.coefficient(p, 0, 1)).isEqualTo(1);
        assertThat(p.kl(0, p, 1)).isZero();
        assertThat(Overlap.equallyLikely(p, 0, 1)).containsExactly(1.7f);
    }

    @Test
    void extremeScalesStayNumbers() {
        Posterior p = new Posterior(1, new float[] {0, 1e30f, 0}, new float[] {-400, -400, 400});
        assertThat(Overlap.coefficient(p, 0, 1)).isZero();
        // sqrt(2 s / t) for s far below t.
        assertThat(Overlap.coefficient(p, 0, 2)).isCloseTo(Math.sqrt(2) * Math.exp(-400), withinPercentage(1e-9));
        assertThat(p.kl(0, p, 2)).isCloseTo(799.5, within(1e-9));
        assertThat(p.kl(0, p, 1)).isInfinite();
        assertThat(Overlap.equallyLikely(p, 0, 1)).containsExactly(5e29f);
    }

    @Test
    void equallyLikelyIsTheMidpointForEqualDeviations() {
        Posterior p = new Posterior(2, new float[] {0, 1, 4, -3}, new float[] {0.3f, -1, 0.3f, -1});
        assertThat(Overlap.equallyLikely(p, 0, 1)).containsExactly(2, -1);
    }

    @Test
    void equallyLikelyIsWhereBothDensitiesAreEqualOnTheSegment() {
        Posterior p = new Posterior(2, new float[] {0, 1, 4, -3}, new float[] {0.3f, -1, -0.4f, 0.2f});
        float[] z = Overlap.equallyLikely(p, 0, 1);
        double difference = 0;
        for (int k = 0; k < 2; k++) {
            difference += logDensity(z[k], p.mean()[k], p.std(0, k)) - logDensity(z[k], p.mean()[2 + k], p.std(1, k));
        }
        // z is a 32-bit float where the log densities are as steep as 8.
        assertThat(difference).isCloseTo(0, within(1e-5));
        assertThat(z[0]).isStrictlyBetween(0f, 4f);
        assertThat((z[1] - 1) / -4f).isCloseTo(z[0] / 4, within(1e-6f));
    }

    @Test
    void whereOneDensityIsLargerOnTheWholeSegmentThePrecisionsDecide() {
        // At both means the narrow one is the more likely by far.
        Posterior p = pair(0, 1, 0.5, 3);
        assertThat(logDensity(0.5, 0, 1)).isGreaterThan(logDensity(0.5, 0.5, 3));
        // (0 / 1 + 0.5 / 9) / (1 / 1 + 1 / 9) = 0.05
        assertThat(Overlap.equallyLikely(p, 0, 1)[0]).isCloseTo(0.05f, within(1e-6f));
        assertThat(Overlap.equallyLikely(p, 1, 0)[0]).isCloseTo(0.05f, within(1e-6f));
    }

    @Test
    void pointsShareNothingUnlessTheyAreEqual() {
        Posterior p = new Posterior(
                2, new float[] {1, 2, 3, 2, 1, 2}, new float[] {POINT, POINT, POINT, POINT, POINT, POINT});
        assertThat(Overlap.coefficient(p, 0, 1)).isZero();
        assertThat(Overlap.coefficient(p, 0, 2)).isEqualTo(1);
        assertThat(p.kl(0, p, 1)).isInfinite();
        assertThat(p.kl(0, p, 2)).isZero();
        assertThat(Overlap.equallyLikely(p, 0, 1)).containsExactly(2, 2);
    }

    @Test
    void mostOverlappingPrefersTheLargestOverlapOfDifferentLabelsThatAreDistinct() {
        // 0 and 1 share a label; 0 and 2 are the same; 1 and 2 overlap less than 0 and 3 do.
        float[] mean = {0, 1.9f, 0.01f, -2.25f, 20};
        LatentView view = view(mean, new float[5], 0, 0, 1, 1, 1);
        Overlap overlap = Objects.requireNonNull(Overlap.mostOverlapping(view));
        // exp(-d^2 / 8): 0.640 for (1, 2) is not distinct, 0.531 for (0, 3) is.
        assertThat(new int[] {overlap.first(), overlap.second()}).containsExactly(0, 3);
        assertThat(overlap.coefficient()).isCloseTo(Math.exp(-2.25 * 2.25 / 8), within(1e-12));
        assertThat(overlap.kl()).isCloseTo(2.25 * 2.25 / 2, within(1e-12));
        assertThat(overlap.klReverse()).isCloseTo(2.25 * 2.25 / 2, within(1e-12));
        assertThat(overlap.equallyLikely()).containsExactly(-1.125f);
    }

    @Test
    void withoutLabelsAnyPairWillDo() {
        Overlap overlap = Objects.requireNonNull(
                Overlap.mostOverlapping(view(new float[] {0, 10, 13}, new float[3], -1, -1, -1)));
        assertThat(new int[] {overlap.first(), overlap.second()}).containsExactly(1, 2);
    }

    @Test
    void ofPointsTheNearestPairIsTaken() {
        float[] mean = {0, 5, 6.5f, 8};
        Overlap overlap = Objects.requireNonNull(
                Overlap.mostOverlapping(view(mean, new float[] {POINT, POINT, POINT, POINT}, 0, 1, 1, 0)));
        assertThat(new int[] {overlap.first(), overlap.second()}).containsExactly(2, 3);
        assertThat(overlap.coefficient()).isZero();
        assertThat(overlap.equallyLikely()).containsExactly(7.25f);
    }

    @Test
    void thereMayBeNoPair() {
        assertThat(Overlap.mostOverlapping(view(new float[] {0}, new float[1], 0)))
                .isNull();
        assertThat(Overlap.mostOverlapping(view(new float[] {0, 1}, new float[2], 3, 3)))
                .isNull();
        assertThat(Overlap.mostOverlapping(view(new float[] {0, 0}, new float[2], 0, 1)))
                .isNull();
    }

    @Test
    void ofALargeViewExamplesFromAllOfItAreCompared() {
        int n = 4000;
        float[] mean = new float[n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            mean[i] = 100 * i;
            labels[i] = i / (n / 2);
        }
        // The nearest of different labels lie either side of the middle, ten rows apart in the subsample.
        Overlap overlap = Objects.requireNonNull(Overlap.mostOverlapping(view(mean, new float[n], labels)));
        assertThat(new int[] {overlap.first(), overlap.second()}).containsExactly(n / 2 - 10, n / 2);
    }

    private static LatentView view(float[] mean, float[] logStd, int... labels) {
        return new LatentView(new Posterior(1, mean, logStd), new int[mean.length], labels);
    }

    private static double logDensity(double z, double mean, double std) {
        double standard = (z - mean) / std;
        return -0.5 * standard * standard - Math.log(std) - 0.5 * Math.log(2 * Math.PI);
    }

    /** By the trapezoidal rule, which for smooth functions that vanish at the ends is exact to rounding. */
    private static double integral(DoubleUnaryOperator f) {
        double step = 0.002;
        double sum = 0;
        for (int i = -20_000; i <= 20_000; i++) {
            sum += f.applyAsDouble(i * step) * step;
        }
        return sum;
    }
}
