package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Json;
import dev.penumbra.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
    /** Three components in the plane; the covariance of the first is [[0.25, 0.2], [0.2, 0.25]]. */
    private static final GaussianMixture KNOWN = new GaussianMixture(
            new double[] {0.5, 0.3, 0.2}, new double[][] {{0, 0}, {4, 0}, {0, 5}}, new double[][][] {
                {{0.5, 0}, {0.4, 0.3}},
                {{1, 0}, {0, 0.5}},
                {{0.3, 0}, {0, 0.3}}
            });

    @Test
    void theDensityIsThatOfTheTextbook() {
        // One component in one dimension, N(1, 4), at 2; and two equal halves of N(0, 1) at 0.
        GaussianMixture one = new GaussianMixture(new double[] {1}, new double[][] {{1}}, new double[][][] {{{2}}});
        assertThat(one.logDensity(new double[] {2}))
                .isCloseTo(-0.125 - Math.log(2) - 0.5 * Math.log(2 * Math.PI), within(1e-15));
        double[][][] unit = {{{1}}, {{1}}};
        GaussianMixture two = new GaussianMixture(new double[] {0.5, 0.5}, new double[][] {{-1}, {1}}, unit);
        assertThat(two.logDensity(new double[] {0})).isCloseTo(-0.5 - 0.5 * Math.log(2 * Math.PI), within(1e-15));
        // With a full covariance: z^T S^-1 z for z = (1, 0) is 0.25 / |S|, |S| = 0.0225.
        double full = Math.log(0.5) - 0.5 * (0.25 / 0.0225 + Math.log(0.0225)) - Math.log(2 * Math.PI);
        assertThat(new GaussianMixture.LogJoint(KNOWN).of(new double[] {1, 0})[0])
                .isCloseTo(full, within(1e-13));
    }

    @Test
    void theMomentsOfSamplesAreThoseOfTheMixture() {
        int n = 20_000;
        float[] z = KNOWN.sample(n, new Seed(1));
        double[] mean = new double[2];
        double[][] second = new double[2][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 2; j++) {
                mean[j] += z[2 * i + j] / (double) n;
                for (int k = 0; k < 2; k++) {
                    second[j][k] += z[2 * i + j] * z[2 * i + k] / (double) n;
                }
            }
        }
        // Standard deviations of about 2 over the root of 20,000 are 0.014; of squares, up to 25, some 0.07.
        assertThat(mean).containsExactly(new double[] {1.2, 1}, within(0.06));
        assertThat(second[0])
                .containsExactly(new double[] {0.5 * 0.25 + 0.3 * 17 + 0.2 * 0.09, 0.5 * 0.2}, within(0.3));
        assertThat(second[1][1]).isCloseTo(0.5 * 0.25 + 0.3 * 0.25 + 0.2 * 25.09, within(0.3));
        assertThat(KNOWN.sample(10, new Seed(1))).isEqualTo(Arrays.copyOf(z, 20));
    }

    @Test
    void aFitRecoversTheMixtureThatMadeThePoints() {
        float[] points = KNOWN.sample(3000, new Seed(2));
        GaussianMixture fit = GaussianMixture.fit(points, 2, 3, new Seed(3));
        for (int c = 0; c < 3; c++) {
            int same = 0;
            for (int k = 1; k < 3; k++) {
                same = distance(fit.means()[k], KNOWN.means()[c]) < distance(fit.means()[same], KNOWN.means()[c])
                        ? k
                        : same;
            }
            // Standard errors with at least 600 points in a component: 0.04 of means, 0.02 of weights and of factors.
            assertThat(fit.weights()[same]).isCloseTo(KNOWN.weights()[c], within(0.05));
            assertThat(fit.means()[same]).containsExactly(KNOWN.means()[c], within(0.12));
            for (int j = 0; j < 2; j++) {
                assertThat(fit.lower()[same][j]).containsExactly(KNOWN.lower()[c][j], within(0.08));
            }
        }
        // More likely than the truth on its own points: a maximum.
        assertThat(fit.meanLogDensity(points)).isGreaterThan(KNOWN.meanLogDensity(points));
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    @Test
    void theLikelihoodNeverFallsFromStepToStep() {
        float[] points = KNOWN.sample(500, new Seed(4));
        GaussianMixture mixture = MixtureFit.start(points, 2, 6, new Seed(5));
        double before = mixture.meanLogDensity(points);
        double first = before;
        for (int step = 0; step < 60; step++) {
            mixture = MixtureFit.step(mixture, points);
            double now = mixture.meanLogDensity(points);
            // The regularization of 1e-6 moves the maximum of a step by as much, relative to variances of 0.01 and
            // more.
            assertThat(now).isGreaterThan(before - 1e-6);
            before = now;
        }
        assertThat(before).isGreaterThan(first + 0.001);
    }

    @Test
    void equalPointsAndADimensionThatNeverVariesHaveADensity() {
        float[] points = new float[40];
        for (int i = 0; i < 10; i++) {
            points[2 * i] = 1;
        }
        GaussianMixture fit = GaussianMixture.fit(points, 2, 4, new Seed(1));
        assertThat(fit.meanLogDensity(points)).isFinite();
        assertThat(Arrays.stream(fit.weights()).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void isWrittenAsJsonAndReadBack() {
        GaussianMixture back = Json.read(Json.write(KNOWN), GaussianMixture.class, "a test");
        assertThat(back.lower()).isDeepEqualTo(KNOWN.lower());
        assertThat(back.sample(5, new Seed(1))).isEqualTo(KNOWN.sample(5, new Seed(1)));
    }

    @Test
    void fewerPointsThanComponentsAndShapesThatDisagreeAreRefused() {
        assertThatThrownBy(() -> GaussianMixture.fit(new float[4], 2, 3, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 3");
        assertThatThrownBy(() ->
                        new GaussianMixture(new double[] {1}, new double[][] {{0, 0}}, new double[][][] {{{1}, {0, 1}}
                        }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GaussianMixture(new double[] {-1}, new double[][] {{0}}, new double[][][] {{{1}}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive");
    }
}
