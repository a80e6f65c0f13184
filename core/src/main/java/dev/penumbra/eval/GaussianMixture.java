package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.distribution.SpecialFunctions;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mixture of Gaussians with full covariances. Fitted to the posterior means of the training data it is a prior from which even
 * an autoencoder without one can generate (Ghosh et al. 2020, section 4: 10 components).
 *
 * @param weights [k], positive, with sum 1
 * @param means   [k][v]
 * @param lower   [k][v][v], the Cholesky factor L of each covariance L L^T
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record GaussianMixture(double[] weights, double[][] means, double[][][] lower) {
    public GaussianMixture {
        boolean shaped = weights.length > 0 && weights.length == means.length && weights.length == lower.length;
        for (int c = 0; shaped && c < weights.length; c++) {
            int v = means[0].length;
            shaped = weights[c] > 0 && v > 0 && means[c].length == v && lower[c].length == v;
            for (int i = 0; shaped && i < v; i++) {
                shaped = lower[c][i].length == v && lower[c][i][i] > 0;
            }
        }
        if (!shaped) {
            throw new IllegalArgumentException(
                    "a mixture needs positive weights [k], means [k][v] and lower [k][v][v] with a positive diagonal");
        }
    }

    /**
     * Fits a mixture by expectation maximization from the clusters of k-means; 1e-6 is added to each variance.
     *
     * @param points     [n, v], finite, n at least {@code components}
     * @param latent     v
     * @param components k, at least 1
     * @param seed       of the centers at which k-means starts
     */
    public static GaussianMixture fit(float[] points, int latent, int components, Seed seed) {
        return MixtureFit.fit(points, latent, components, seed);
    }

    /** Dimensions of a point, v. */
    public int latent() {
        return means[0].length;
    }

    /** log p(z) in nats. */
    public double logDensity(double[] z) {
        return SpecialFunctions.logSumExp(logJoint(z));
    }

    /** Mean of log p over {@code points}, [n, v], in nats. */
    public double meanLogDensity(float[] points) {
        int n = points.length / latent();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += logDensity(point(points, latent(), i));
        }
        return sum / n;
    }

    /** Draws of the mixture, [count, v]. The i-th depends on the seed and i alone. */
    public float[] sample(int count, Seed seed) {
        int v = latent();
        float[] out = new float[Math.multiplyExact(count, v)];
        for (int i = 0; i < count; i++) {
            Seed own = seed.at(i);
            int c = component(own.named("component").random());
            float[] noise = own.named("noise").gaussians(v);
            for (int j = 0; j < v; j++) {
                double z = means[c][j];
                for (int k = 0; k <= j; k++) {
                    z += lower[c][j][k] * noise[k];
                }
                out[i * v + j] = (float) z;
            }
        }
        return out;
    }

    /** log of weight times density, [k]. */
    double[] logJoint(double[] z) {
        int v = latent();
        double[] out = new double[weights.length];
        for (int c = 0; c < out.length; c++) {
            double[] difference = new double[v];
            for (int j = 0; j < v; j++) {
                difference[j] = z[j] - means[c][j];
            }
            Cholesky covariance = new Cholesky(lower[c]);
            double squares = 0;
            for (double y : covariance.forward(difference)) {
                squares += y * y;
            }
            out[c] = StrictMath.log(weights[c])
                    - 0.5 * (squares + covariance.logDeterminant() + v * StrictMath.log(2 * Math.PI));
        }
        return out;
    }

    static double[] point(float[] points, int latent, int i) {
        double[] out = new double[latent];
        for (int j = 0; j < latent; j++) {
            out[j] = points[i * latent + j];
        }
        return out;
    }

    private int component(SplittableRandom random) {
        double rest = random.nextDouble() * Arrays.stream(weights).sum();
        int c = 0;
        while (c < weights.length - 1 && rest >= weights[c]) {
            rest -= weights[c++];
        }
        return c;
    }
}
