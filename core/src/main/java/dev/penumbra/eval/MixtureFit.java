package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.distribution.SpecialFunctions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fits a {@link GaussianMixture} by expectation maximization (Dempster, Laird &amp; Rubin 1977), from the clusters of k-means with
 * the start of k-means++ (Arthur &amp; Vassilvitskii 2007). {@link #REGULARIZATION} is added to each variance, so that a component
 * on equal points, or a latent dimension that never varies, has a density.
 */
final class MixtureFit {
    /** Variance added in each dimension, in squared latent units; that of scikit-learn. */
    static final double REGULARIZATION = 1e-6;

    private static final int MAX_STEPS = 200;

    /** Steps end where the mean log-likelihood gains less, in nats; that of scikit-learn. */
    private static final double NEGLIGIBLE = 1e-3;

    private static final int KMEANS_STEPS = 20;

    /** Members that each component has on top of its own, so that one without any has a weight. */
    private static final double EXTRA = 1e-10;

    private MixtureFit() {}

    /**
     * Fits a mixture.
     *
     * @param points     [n, v], finite; n at least {@code components}
     * @param latent     v
     * @param components k, at least 1
     */
    static GaussianMixture fit(float[] points, int latent, int components, Seed seed) {
        GaussianMixture mixture = start(points, latent, components, seed);
        double before = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < MAX_STEPS; step++) {
            double[][] share = new double[points.length / latent][];
            double now = expect(mixture, points, share);
            if (now - before < NEGLIGIBLE) {
                break;
            }
            before = now;
            mixture = maximize(points, latent, share);
        }
        return mixture;
    }

    /** One step of expectation maximization. */
    static GaussianMixture step(GaussianMixture mixture, float[] points) {
        double[][] share = new double[points.length / mixture.latent()][];
        expect(mixture, points, share);
        return maximize(points, mixture.latent(), share);
    }

    /** The mixture whose components are the clusters of k-means. */
    static GaussianMixture start(float[] points, int latent, int components, Seed seed) {
        if (latent < 1 || components < 1 || points.length % latent != 0 || points.length / latent < components) {
            throw new IllegalArgumentException("points must be [n, " + latent + "] with n of at least " + components
                    + " components, got " + points.length + " values");
        }
        double[][] centers = spread(points, latent, components, seed.random());
        double[][] share = new double[points.length / latent][components];
        for (int step = 0; step < KMEANS_STEPS; step++) {
            for (int i = 0; i < share.length; i++) {
                Arrays.fill(share[i], 0);
                share[i][nearest(centers, points, i)] = 1;
            }
            centers = maximizeMeans(points, latent, share);
        }
        return maximize(points, latent, share);
    }

    /** Centers of k-means++: each a point, drawn by the squared distance to the nearest center before it. */
    private static double[][] spread(float[] points, int latent, int components, SplittableRandom random) {
        int n = points.length / latent;
        double[][] centers = new double[components][];
        centers[0] = GaussianMixture.point(points, latent, random.nextInt(n));
        double[] distance = new double[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        for (int c = 1; c < components; c++) {
            for (int i = 0; i < n; i++) {
                distance[i] = Math.min(distance[i], squaredDistance(centers[c - 1], points, i));
            }
            double rest = random.nextDouble() * Arrays.stream(distance).sum();
            int next = 0;
            while (next < n - 1 && rest >= distance[next]) {
                rest -= distance[next++];
            }
            centers[c] = GaussianMixture.point(points, latent, next);
        }
        return centers;
    }

    private static int nearest(double[][] centers, float[] points, int i) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centers.length; c++) {
            double distance = squaredDistance(centers[c], points, i);
            if (distance < least) {
                best = c;
                least = distance;
            }
        }
        return best;
    }

    private static double squaredDistance(double[] center, float[] points, int i) {
        double sum = 0;
        for (int j = 0; j < center.length; j++) {
            double difference = points[i * center.length + j] - center[j];
            sum += difference * difference;
        }
        return sum;
    }

    /** Sets share[i][c] = p(component c | point i); returns the mean log-likelihood. */
    private static double expect(GaussianMixture mixture, float[] points, double[][] share) {
        double[] logDensity = new double[share.length];
        GaussianMixture.LogJoint logJoint = new GaussianMixture.LogJoint(mixture);
        int block = GaussianMixture.LogJoint.BLOCK;
        IntStream.range(0, Math.ceilDiv(share.length, block)).parallel().forEach(b -> {
            int from = b * block;
            double[][] joint = logJoint.of(points, from, Math.min(share.length, from + block));
            for (int i = 0; i < joint.length; i++) {
                double[] own = joint[i];
                double log = SpecialFunctions.logSumExp(own);
                for (int c = 0; c < own.length; c++) {
                    own[c] = StrictMath.exp(own[c] - log);
                }
                share[from + i] = own;
                logDensity[from + i] = log;
            }
        });
        double sum = 0;
        for (double log : logDensity) {
            sum += log;
        }
        return sum / share.length;
    }

    private static double[][] maximizeMeans(float[] points, int latent, double[][] share) {
        double[] count = counts(share);
        double[][] means = new double[count.length][latent];
        for (int c = 0; c < count.length; c++) {
            for (int i = 0; i < share.length; i++) {
                double weight = share[i][c] / count[c];
                for (int j = 0; j < latent; j++) {
                    means[c][j] += weight * points[i * latent + j];
                }
            }
        }
        return means;
    }

    private static GaussianMixture maximize(float[] points, int latent, double[][] share) {
        double[] weights = counts(share);
        double[][] means = maximizeMeans(points, latent, share);
        double[][][] lower = new double[weights.length][][];
        IntStream.range(0, weights.length)
                .parallel()
                .forEach(c -> lower[c] = Cholesky.of(covariance(points, share, c, weights[c], means[c]))
                        .lower());
        double total = Arrays.stream(weights).sum();
        for (int c = 0; c < weights.length; c++) {
            weights[c] /= total;
        }
        return new GaussianMixture(weights, means, lower);
    }

    /** Of the points by their shares in component c, which sum to {@code count}; the lower triangle. */
    private static double[][] covariance(float[] points, double[][] share, int c, double count, double[] mean) {
        int latent = mean.length;
        double[][] covariance = new double[latent][latent];
        double[] difference = new double[latent];
        for (int i = 0; i < share.length; i++) {
            double weight = share[i][c] / count;
            for (int j = 0; j < latent; j++) {
                difference[j] = points[i * latent + j] - mean[j];
                double[] row = covariance[j];
                double weighted = weight * difference[j];
                for (int k = 0; k <= j; k++) {
                    row[k] += weighted * difference[k];
                }
            }
        }
        for (int j = 0; j < latent; j++) {
            covariance[j][j] += REGULARIZATION;
        }
        return covariance;
    }

    private static double[] counts(double[][] share) {
        double[] counts = new double[share[0].length];
        Arrays.fill(counts, EXTRA);
        for (double[] row : share) {
            for (int c = 0; c < counts.length; c++) {
                counts[c] += row[c];
            }
        }
        return counts;
    }
}
