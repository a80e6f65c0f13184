package dev.penumbra.torch.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Linear models trained to optima that have a closed form. */
class KnownOptimumTest {
    private static final double LOG_2_PI = Math.log(2 * Math.PI);

    /** [rows, inner] times [inner, columns]. */
    private static double[][] product(double[][] a, double[][] b) {
        double[][] out = new double[a.length][b[0].length];
        for (int i = 0; i < out.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < out[i].length; j++) {
                    out[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return out;
    }

    private static double[][] transposed(double[][] a) {
        double[][] out = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                out[j][i] = a[i][j];
            }
        }
        return out;
    }

    private static double[][] diagonal(double... values) {
        double[][] out = new double[values.length][values.length];
        for (int j = 0; j < values.length; j++) {
            out[j][j] = values[j];
        }
        return out;
    }

    private static double[][] matrix(Weights weights, String name, int columns) {
        float[] values = weights.get(name);
        double[][] out = new double[values.length / columns][columns];
        for (int k = 0; k < values.length; k++) {
            out[k / columns][k % columns] = values[k];
        }
        return out;
    }

    private static void close(double[][] received, double[][] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat(received[i][j]).as("[%d, %d]", i, j).isCloseTo(expected[i][j], within(tolerance));
            }
        }
    }

    private static Small.Result result(Fit fit, Weights weights, float[] x) {
        return Small.run(fit.objective(), fit.spec(), weights, x, 1, 9, new Loss.Nats(1), 1);
    }

    /**
     * 1/2 |x - D z|^2 + C/2 |z|^2 + W |D|^2, z = E x: for given M = D E the last two terms are at least t |M S|_*, t = sqrt(2 C W), the
     * nuclear norm, S the root of the covariance. So the optimum cuts t from every singular value of the data, those below t to 0 (Cai,
     * Candes &amp; Shen 2010, theorem 2.1), as in every regularized linear autoencoder (Kunin et al. 2019). Here the values are 2, 1,
     * 0.3 and 0.2 and t = 0.5, so M has the eigenvalues 3/4, 1/2, 0 and 0, and the loss is sum t s - t^2/2 of the first and s^2/2 of the
     * others. The norm of the decoder's Jacobian is |D|^2.
     */
    @ParameterizedTest
    // Of RAE-GP the norm is estimated in each step, which leaves the weights some hundredths of noise before the rate
    // is 0.
    @CsvSource({"0.25, 0, 1e-4", "0, 0.25, 0.03"})
    void regularizedAutoencodersCutSingularValues(double decay, double gradient, double tolerance) {
        double[][] axes = product(
                new double[][] {{0.8, 0, -0.6, 0}, {0, 1, 0, 0}, {0.6, 0, 0.8, 0}, {0, 0, 0, 1}},
                new double[][] {{1, 0, 0, 0}, {0, 0.6, 0, -0.8}, {0, 0, 1, 0}, {0, 0.8, 0, 0.6}});
        double[][] signs = new double[16][4];
        for (int i = 0; i < 16; i++) {
            for (int j = 0; j < 4; j++) {
                signs[i][j] = 1 - 2 * (i >> j & 1);
            }
        }
        // All signs of the four components: the covariance is exact.
        double[][] rows = product(product(signs, diagonal(2, 1, 0.3, 0.2)), transposed(axes));
        float[] x = new float[64];
        for (int k = 0; k < 64; k++) {
            x[k] = (float) rows[k / 4][k % 4];
        }
        VaeSpec spec = Fit.linear(4, 3, new PosteriorFamily.Point(), 1);
        Fit fit = new Fit(new Objective.Regularized(0.5, decay, gradient), spec, 2000, 0.02);
        Weights weights = fit.of(fit.initial(), seed -> x, name -> true);
        double[][] map = product(matrix(weights, "decoder.0.weight", 3), matrix(weights, "encoder.0.weight", 4));
        close(map, product(product(axes, diagonal(0.75, 0.5, 0, 0)), transposed(axes)), tolerance);
        double expected = 0.5 * (2 + 1) - 2 * 0.125 + 0.5 * (0.09 + 0.04) + 2 * LOG_2_PI;
        if (decay > 0) {
            assertThat(result(fit, weights, x).loss()).isCloseTo(expected, within(1e-4));
        }
    }

    /** Gaussian x of standard deviations 2 and 0.5, turned: both terms of the loss are least, the MMD 0, where z ~ N(0, I) and D inverts E. */
    @Test
    void aWassersteinAutoencoderOfAGaussianWhitensIt() {
        double[][] root = product(new double[][] {{0.8, -0.6}, {0.6, 0.8}}, diagonal(2, 0.5));
        VaeSpec spec = Fit.linear(2, 2, new PosteriorFamily.Point(), 1);
        Fit fit = new Fit(new Objective.WaeMmd(10, 1), spec, 600, 0.03);
        Weights weights = fit.of(fit.initial(), seed -> coloured(root, seed, 150), name -> true);
        double[][] encoder = matrix(weights, "encoder.0.weight", 2);
        double[][] whitened = product(encoder, root);
        // Batches of 150 of which the last some hundred count.
        close(product(whitened, transposed(whitened)), diagonal(1, 1), 0.05);
        close(product(matrix(weights, "decoder.0.weight", 2), encoder), diagonal(1, 1), 0.02);
        Small.Result result = result(fit, weights, coloured(root, new Seed(8), 1000));
        assertThat(result.mse()).isLessThan(1e-3);
        assertThat(result.penalty() / 10).isCloseTo(0, within(0.01));
    }

    private static float[] coloured(double[][] root, Seed seed, int n) {
        float[] x = seed.gaussians(2 * n);
        for (int i = 0; i < n; i++) {
            double first = x[2 * i];
            double second = x[2 * i + 1];
            x[2 * i] = (float) (root[0][0] * first + root[0][1] * second);
            x[2 * i + 1] = (float) (root[1][0] * first + root[1][1] * second);
        }
        return x;
    }

    /**
     * x on the unit sphere of R^3, p(x|z) = N(w R z, 0.3^2 I): the posterior is vMF(R^T x, w / 0.09), and the likelihood is greatest at w =
     * coth(kappa) - 1 / kappa, the mean cosine. Both hold at kappa = 10, w = 0.9, up to coth(10) = 1 + 4e-9, where the ELBO is log p(x) =
     * -3/2 log(2 pi 0.09) - (1 + 0.81) / 0.18 + log(sinh(10) / 10) = -2.1962.
     */
    @Test
    void aSphericalVaeFindsTheVonMisesFisherOfItsSphere() {
        VaeSpec spec = Fit.linear(3, 3, new PosteriorFamily.Spherical(), 0.3);
        Fit fit = new Fit(Objective.Elbo.PLAIN, spec, 1500, 0.05);
        float[] x = orbits(5);
        Weights weights = fit.of(fit.initial(), seed -> x, name -> true);
        double[][] decoder = matrix(weights, "decoder.0.weight", 3);
        close(product(decoder, transposed(decoder)), diagonal(0.81, 0.81, 0.81), 0.02);
        double c = weights.get("encoder.0.bias")[3];
        assertThat(1 + Math.log1p(Math.exp(c))).isCloseTo(10, within(0.2));
        double elbo = -1.5 * Math.log(2 * Math.PI * 0.09) - 1.81 / 0.18 + Math.log(Math.sinh(10) / 10);
        assertThat(elbo).isCloseTo(-2.1962, within(1e-4));
        // 4,800 other points: log p(x|z) has a standard deviation of 10 sqrt(A') = 1.
        Small.Result result = result(fit, weights, orbits(100));
        // KL = kappa A - log(sinh(kappa) / kappa) = 9 - log(sinh(10) / 10) = 1.9957.
        assertThat(result.kl()).isCloseTo(9 - Math.log(Math.sinh(10) / 10), within(0.02));
        assertThat(result.logLikelihood() - result.kl()).isCloseTo(elbo, within(0.08));
    }

    /** n points of the sphere in all 48 orders and signs of their coordinates: the mean is 0 and the covariance I/3, exactly. */
    private static float[] orbits(int n) {
        float[] points = new Seed(4).gaussians(3 * n);
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        float[] x = new float[n * 48 * 3];
        int at = 0;
        for (int i = 0; i < n; i++) {
            double length = Math.sqrt(points[3 * i] * points[3 * i]
                    + points[3 * i + 1] * points[3 * i + 1]
                    + points[3 * i + 2] * points[3 * i + 2]);
            for (int[] order : orders) {
                for (int signs = 0; signs < 8; signs++) {
                    for (int j = 0; j < 3; j++) {
                        x[at++] = (float) ((1 - 2 * (signs >> j & 1)) * points[3 * i + order[j]] / length);
                    }
                }
            }
        }
        return x;
    }
}
