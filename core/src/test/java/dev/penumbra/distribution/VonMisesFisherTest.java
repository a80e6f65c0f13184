package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Simpson's rule on the density of the angle, sin(theta)^(m-2) exp(kappa (cos theta - 1)). */
class VonMisesFisherTest {
    private static final int INTERVALS = 400_000;

    /** Integral over [0, {@code to}] of f(theta) sin(theta)^(m-2) exp(kappa (cos theta - 1) - shift). */
    private static double integral(int m, double kappa, double shift, double to, DoubleUnaryOperator f) {
        double h = to / INTERVALS;
        double sum = 0;
        for (int i = 0; i <= INTERVALS; i++) {
            double theta = i * h;
            double log = kappa * (Math.cos(theta) - 1) - shift;
            if (m > 2) {
                log += (m - 2) * Math.log(Math.sin(theta));
            }
            double weight = i == 0 || i == INTERVALS ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.exp(log) * f.applyAsDouble(theta);
        }
        return sum * h / 3;
    }

    private static double shift(int m, double kappa) {
        double p = m - 2;
        double cos = 2 * kappa / (p + Math.sqrt(p * p + 4 * kappa * kappa));
        return (m > 2 ? p / 2 * Math.log(1 - cos * cos) : 0) + kappa * (cos - 1);
    }

    @Test
    void besselAtKnownPoints() {
        // I_0(1) as tabulated (Abramowitz & Stegun, table 9.8), and I_1/2(x) = sqrt(2 / (pi x)) sinh x.
        assertThat(Bessel.logScaled(0, 1)).isCloseTo(Math.log(1.2660658777520084) - 1, within(1e-14));
        double half = Math.log(Math.sqrt(1 / Math.PI) * Math.sinh(2)) - 2;
        assertThat(Bessel.logScaled(0.5, 2)).isCloseTo(half, within(1e-14));
    }

    /** I_nu(x) = (x/2)^nu / (sqrt(pi) Gamma(nu + 1/2)) int sin^(2 nu) exp(x cos), nu = m/2 - 1; Simpson's rule to about 1e-11. */
    @ParameterizedTest
    @CsvSource({
        "2, 1",
        "2, 24.9",
        "2, 25.1",
        "2, 10000",
        "3, 7",
        "4, 300",
        "5, 1.5",
        "10, 24",
        "10, 26",
        "40, 1",
        "40, 17",
        "40, 10000",
        "51, 3",
        "51, 30",
        "200, 1",
        "200, 70",
        "200, 10000"
    })
    void besselMeanAndKlAgreeWithQuadrature(int m, double kappa) {
        double shift = shift(m, kappa);
        double mass = integral(m, kappa, shift, Math.PI, t -> 1);
        double order = m / 2.0 - 1;
        double log = order * Math.log(kappa / 2)
                - 0.5 * Math.log(Math.PI)
                - SpecialFunctions.logGamma(order + 0.5)
                + Math.log(mass)
                + shift;
        assertThat(Bessel.logScaled(order, kappa)).isCloseTo(log, within(1e-9));

        VonMisesFisher family = new VonMisesFisher(m);
        double below = integral(m, kappa, shift, Math.PI, t -> 1 - Math.cos(t)) / mass;
        double variance = integral(m, kappa, shift, Math.PI, t -> Math.pow(1 - Math.cos(t) - below, 2)) / mass;
        assertThat(1 - family.meanCosine(kappa)).isCloseTo(below, within(1e-9));
        // The area of the sphere is that of the one below it times the integral of sin^(m-2).
        double logUniform = Math.log(integral(m, 0, 0, Math.PI, t -> 1));
        double kl = -kappa * below - Math.log(mass) - shift + logUniform;
        assertThat(family.kl(kappa)).isCloseTo(kl, within(1e-8 * (1 + kl)));
        // dE[w]/dkappa is the variance of w.
        assertThat(family.klSlope(kappa)).isCloseTo(kappa * variance, within(1e-6 * kappa * variance + 1e-10));
    }

    /** On S^2 everything is elementary: A = coth kappa - 1 / kappa, KL = kappa coth kappa - 1 - log(sinh kappa / kappa). */
    @ParameterizedTest
    @CsvSource({"0.5, 0.1639534, 0.0406519", "1, 0.3130353, 0.1515959", "10, 0.9, 1.9957323", "100, 0.99, 4.2983174"})
    void theSphereInSpaceIsElementary(double kappa, double cosine, double kl) {
        VonMisesFisher family = new VonMisesFisher(3);
        double coth = 1 / Math.tanh(kappa);
        assertThat(family.meanCosine(kappa)).isCloseTo(coth - 1 / kappa, within(1e-12));
        assertThat(family.meanCosine(kappa)).isCloseTo(cosine, within(1e-7));
        assertThat(family.kl(kappa))
                .isCloseTo(kappa * coth - 1 - Math.log(Math.sinh(kappa) / kappa), within(1e-11))
                .isCloseTo(kl, within(1e-6));
    }

    @Test
    void theSlopeOfTheKlIsContinuousWhereItsFormulaChanges() {
        for (int m : new int[] {2, 40, 200}) {
            VonMisesFisher family = new VonMisesFisher(m);
            double left = family.klSlope(0.99999e5);
            double right = family.klSlope(1.00001e5);
            // It falls as 1/kappa, by 2e-5; the expansion's next term is (m/kappa)^2, the closed form's rounding 1e-5.
            assertThat(right / left).isCloseTo(1, within(1e-4));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 40", "3, 12", "4, 10", "40, 1", "40, 100", "200, 5", "200, 10000"})
    void theAngleIsTheInverseOfItsDistribution(int m, double kappa) {
        double shift = shift(m, kappa);
        double mass = integral(m, kappa, shift, Math.PI, t -> 1);
        Colatitude colatitude = new Colatitude(m, kappa);
        for (double noise : new double[] {-3, -1, 0, 0.3, 2, 4}) {
            double theta = colatitude.quantile(noise).theta();
            double below = integral(m, kappa, shift, theta, t -> 1) / mass;
            double expected = noise > 0 ? SpecialFunctions.normalTail(noise) : 1 - SpecialFunctions.normalTail(-noise);
            assertThat(below).isCloseTo(expected, within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 40", "3, 12", "10, 1.1", "40, 100", "200, 5", "200, 10000"})
    void theSlopeOfTheAngleAgreesWithFiniteDifferences(int m, double kappa) {
        double h = 1e-4 * kappa;
        for (double noise : new double[] {-6, -2, -0.5, 0, 1, 3, 7}) {
            double difference = (new Colatitude(m, kappa + h).quantile(noise).theta()
                            - new Colatitude(m, kappa - h).quantile(noise).theta())
                    / (2 * h);
            // h^2 and quadrature's 1e-11 over h.
            assertThat(new Colatitude(m, kappa).quantile(noise).slope())
                    .as("noise %s", noise)
                    .isCloseTo(difference, within(1e-6 * Math.abs(difference) + 1e-7 / kappa));
        }
    }

    @Test
    void drawsHaveTheMomentsOfTheDistribution() {
        int m = 5;
        int count = 20_000;
        float[] code = new float[count * (m + 1)];
        for (int i = 0; i < count; i++) {
            System.arraycopy(new float[] {-2, 1, 0, 2, 0, 5}, 0, code, i * (m + 1), m + 1);
        }
        double kappa = SpecialFunctions.softplus(5) + 1;
        float[] noise = new Seed(1).gaussians(count * m);
        ExactPosterior.Sample sample = new ExactSpherical(m).sample(code, count, noise);
        double[] mean = new double[m];
        double squares = 0;
        double cosine = 0;
        double kl = 0;
        VonMisesFisher family = new VonMisesFisher(m);
        for (int i = 0; i < count; i++) {
            double length = 0;
            for (int j = 0; j < m; j++) {
                double z = sample.z()[i * m + j];
                mean[j] += z / count;
                length += z * z;
            }
            assertThat(length).isCloseTo(1, within(1e-6));
            double w = (-2 * sample.z()[i * m] + sample.z()[i * m + 1] + 2 * sample.z()[i * m + 3]) / 3;
            cosine += w / count;
            squares += w * w / count;
            kl += (sample.logDensity()[i] + family.logArea()) / count;
            assertThat(sample.logDensity()[i]).isCloseTo(family.logPeak(kappa) - kappa * (1 - w), within(1e-4));
        }
        double a = family.meanCosine(kappa);
        double variance = family.klSlope(kappa) / kappa;
        // Five standard errors; those of the second moment and the log-density are about as large.
        double tolerance = 5 * Math.sqrt(variance / count);
        assertThat(cosine).isCloseTo(a, within(tolerance));
        assertThat(squares).isCloseTo(variance + a * a, within(2 * tolerance));
        assertThat(kl).isCloseTo(family.kl(kappa), within(kappa * tolerance));
        double[] direction = {-2 / 3.0, 1 / 3.0, 0, 2 / 3.0, 0};
        for (int j = 0; j < m; j++) {
            assertThat(mean[j]).isCloseTo(a * direction[j], within(5 / Math.sqrt((double) count)));
        }
    }

    /** Near the mean direction the sphere is flat: 2 kappa (1 - w) is then chi-square with m - 1 degrees of freedom. */
    @ParameterizedTest
    @CsvSource({"2, 0.4549364", "10, 8.342833", "200, 198.33370"})
    void aLargeKappaGivesTheMedianOfAChiSquare(int m, double median) {
        for (double kappa : new double[] {1e8, 1e12}) {
            assertThat(2 * kappa * new VonMisesFisher(m).draw(kappa, 0).below())
                    .isCloseTo(median, within(2e-5 * median));
        }
    }

    @Test
    void tailsOfTheNormalDistribution() {
        assertThat(SpecialFunctions.normalTail(0)).isEqualTo(0.5);
        assertThat(SpecialFunctions.normalTail(1)).isCloseTo(0.15865525393145705, within(1e-15));
        assertThat(SpecialFunctions.normalTail(2.9999)).isCloseTo(0.0013503413, within(1e-9));
        assertThat(SpecialFunctions.normalTail(3)).isCloseTo(0.0013498980316300946, within(1e-15));
        assertThat(SpecialFunctions.normalTail(6) / 9.865876450376946e-10).isCloseTo(1, within(1e-12));
    }

    @Test
    void theUniformPriorIsUniform() {
        ExactSphere sphere = new ExactSphere(3);
        float[] z = sphere.sample(2000, new Seed(3), 1);
        double[] mean = new double[3];
        double second = 0;
        for (int i = 0; i < 2000; i++) {
            for (int j = 0; j < 3; j++) {
                mean[j] += z[3 * i + j] / 2000.0;
            }
            second += z[3 * i] * z[3 * i] / 2000.0;
        }
        // Each coordinate of the unit sphere is uniform on [-1, 1] (Archimedes); five standard errors.
        assertThat(mean[0]).isCloseTo(0, within(0.065));
        assertThat(mean[2]).isCloseTo(0, within(0.065));
        assertThat(second).isCloseTo(1 / 3.0, within(0.035));
        assertThat(sphere.logDensity(z, 2, new float[0])[1]).isCloseTo(-Math.log(4 * Math.PI), within(1e-12));
    }
}
