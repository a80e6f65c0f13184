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
        return SpecialFunctions.logSumExp(new LogJoint(this).of(z));
    }

    /** Mean of log p over {@code points}, [n, v], in nats. */
    public double meanLogDensity(float[] points) {
        int n = points.length / latent();
        double sum = 0;
        LogJoint logJoint = new LogJoint(this);
        for (int from = 0; from < n; from += LogJoint.BLOCK) {
            for (double[] own : logJoint.of(points, from, Math.min(n, from + LogJoint.BLOCK))) {
                sum += SpecialFunctions.logSumExp(own);
            }
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

    /** log of weight times density of points, with what is the same for all of them computed once. */
    static final class LogJoint {
        /** Points at a time, whose values stay in the nearest memory. */
        static final int BLOCK = 64;

        private final GaussianMixture mixture;
        private final Cholesky[] covariances;
        private final double[] logWeights;
        private final double[] logDeterminants;
        private final double logTwoPi = StrictMath.log(2 * Math.PI);

        LogJoint(GaussianMixture mixture) {
            int components = mixture.weights.length;
            this.mixture = mixture;
            this.covariances = new Cholesky[components];
            this.logWeights = new double[components];
            this.logDeterminants = new double[components];
            for (int c = 0; c < components; c++) {
                covariances[c] = new Cholesky(mixture.lower[c]);
                logWeights[c] = StrictMath.log(mixture.weights[c]);
                logDeterminants[c] = covariances[c].logDeterminant();
            }
        }

        /** Of one point, [k]. */
        double[] of(double[] z) {
            double[][] columns = new double[z.length][1];
            for (int j = 0; j < z.length; j++) {
                columns[j][0] = z[j];
            }
            return of(columns, 1)[0];
        }

        /** Of the points {@code [from, to)}, [to - from][k]. */
        double[][] of(float[] points, int from, int to) {
            int v = mixture.latent();
            double[][] columns = new double[v][to - from];
            for (int i = from; i < to; i++) {
                for (int j = 0; j < v; j++) {
                    columns[j][i - from] = points[i * v + j];
                }
            }
            return of(columns, to - from);
        }

        /** Of n points, column by column: loops over the points become vector instructions. */
        private double[][] of(double[][] columns, int n) {
            int v = columns.length;
            double[][] out = new double[n][logWeights.length];
            double[][] y = new double[v][n];
            for (int c = 0; c < logWeights.length; c++) {
                for (int j = 0; j < v; j++) {
                    minus(y[j], columns[j], mixture.means[c][j]);
                }
                covariances[c].forward(y);
                double[] squares = new double[n];
                for (double[] row : y) {
                    addSquares(squares, row);
                }
                double constant = logDeterminants[c] + v * logTwoPi;
                for (int i = 0; i < n; i++) {
                    out[i][c] = logWeights[c] - 0.5 * (squares[i] + constant);
                }
            }
            return out;
        }

        private static void minus(double[] y, double[] x, double mean) {
            for (int i = 0; i < y.length; i++) {
                y[i] = x[i] - mean;
            }
        }

        private static void addSquares(double[] sums, double[] y) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += y[i] * y[i];
            }
        }
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
