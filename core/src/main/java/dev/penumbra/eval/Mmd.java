package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;

/**
 * The squared maximum mean discrepancy between two samples, by its unbiased estimate (Gretton et al. 2012, equation 3):
 * mean k(a, a') + mean k(b, b') - 2 mean k(a, b), over pairs of different points. Zero in expectation where both samples come
 * from one distribution, so slightly negative values occur.
 *
 * <p>The kernel is a sum over seven scales C = 2 v s, s = 0.1, 0.2, 0.5, 1, 2, 5, 10, as in the code of Wasserstein autoencoders
 * (Tolstikhin et al. 2018); 2 v is the expected squared distance of two draws of N(0, I). The value lies below 14.
 */
public final class Mmd {
    private static final double[] SCALES = {0.1, 0.2, 0.5, 1, 2, 5, 10};

    /** How alike two points are at the scale C, by their squared distance d; 1 for d = 0. */
    public enum Kernel {
        /** C / (C + d): heavy tails, so that far points still count. */
        INVERSE_MULTIQUADRATIC,
        /** exp(-d / C). */
        RBF;

        double at(double squaredDistance, double scale) {
            return switch (this) {
                case INVERSE_MULTIQUADRATIC -> scale / (scale + squaredDistance);
                case RBF -> StrictMath.exp(-squaredDistance / scale);
            };
        }
    }

    private Mmd() {}

    /**
     * Between two samples; time grows with the product of their sizes.
     *
     * @param a      [n, v], n at least 2
     * @param b      [m, v], m at least 2
     * @param latent v
     */
    public static double of(float[] a, float[] b, int latent, Kernel kernel) {
        double sum = 0;
        for (double scale : SCALES) {
            sum += of(a, b, latent, kernel, 2 * latent * scale);
        }
        return sum;
    }

    /**
     * Between the aggregate posterior, z ~ q(z|x) over the examples, and as many draws of the prior N(0, I).
     *
     * @param posterior of at least 2 examples
     */
    public static double toPrior(Posterior posterior, Kernel kernel, Seed seed) {
        int size = posterior.mean().length;
        float[] z = posterior.sample(seed.named("noise").gaussians(size));
        return of(z, seed.named("prior").gaussians(size), posterior.latent(), kernel);
    }

    /** At the one scale C. */
    static double of(float[] a, float[] b, int latent, Kernel kernel, double scale) {
        if (latent < 1 || a.length % latent != 0 || b.length % latent != 0) {
            throw new IllegalArgumentException(
                    "both samples must be [n, " + latent + "], got " + a.length + " and " + b.length + " values");
        }
        int n = a.length / latent;
        int m = b.length / latent;
        if (n < 2 || m < 2) {
            throw new IllegalArgumentException("each sample needs 2 points, got " + n + " and " + m);
        }
        double cross = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                cross += kernel.at(squaredDistance(a, i, b, j, latent), scale);
            }
        }
        return within(a, latent, kernel, scale) + within(b, latent, kernel, scale) - 2 * cross / n / m;
    }

    private static double within(float[] a, int latent, Kernel kernel, double scale) {
        int n = a.length / latent;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                sum += kernel.at(squaredDistance(a, i, a, j, latent), scale);
            }
        }
        return 2 * sum / n / (n - 1);
    }

    private static double squaredDistance(float[] a, int i, float[] b, int j, int latent) {
        double sum = 0;
        for (int k = 0; k < latent; k++) {
            double difference = (double) a[i * latent + k] - b[j * latent + k];
            sum += difference * difference;
        }
        return sum;
    }
}
