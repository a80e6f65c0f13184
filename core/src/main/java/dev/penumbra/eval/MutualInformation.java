package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.SpecialFunctions;
import java.util.Arrays;

/**
 * The KL of a VAE in its two parts: mean KL(q(z|x) || p(z)) = I(x; z) + KL(q(z) || p(z)), q(z) = 1/N sum_n q(z|x_n) being the
 * aggregate posterior of the N examples (Hoffman &amp; Johnson 2016). Estimated with one z ~ q(z|x) for each example:
 * I = mean [log q(z|x) - log q(z)], at most log N.
 *
 * @param examples    N
 * @param information I(x; z) in nats: how much z tells about which example it came from; in [0, log N] up to the noise of the
 *                    draws
 * @param marginalKl  KL(q(z) || p(z)) in nats: kl - information. Too large by what the bound log N cuts off the information
 * @param kl          mean KL(q(z|x) || N(0, I)) in nats
 */
public record MutualInformation(int examples, double information, double marginalKl, double kl) {
    /** Time grows with the square of the number of examples; of more, a random subset is used. */
    public static final int MAX_EXAMPLES = 2000;

    /**
     * Estimates both parts.
     *
     * @param posterior of at least 1 example, with finite {@code logStd}: a basic autoencoder has no such parts
     * @param seed      of the subset and of the noise
     */
    public static MutualInformation of(Posterior posterior, Seed seed) {
        int n = Math.min(posterior.batch(), MAX_EXAMPLES);
        if (n < 1) {
            throw new IllegalArgumentException("at least 1 example is needed");
        }
        int v = posterior.latent();
        Posterior used = subset(posterior, Arrays.copyOf(seed.named("subset").permutation(posterior.batch()), n));
        float[] z = used.sample(seed.named("noise").gaussians(n * v));
        double[] precision = new double[n * v];
        double[] logNormalizer = new double[n];
        double kl = 0;
        for (int i = 0; i < n; i++) {
            kl += used.kl(i) / n;
            for (int k = i * v; k < (i + 1) * v; k++) {
                precision[k] = StrictMath.exp(-2 * (double) used.logStd()[k]);
                logNormalizer[i] -= used.logStd()[k];
            }
        }
        if (!Double.isFinite(kl)) {
            throw new IllegalArgumentException("the posteriors must have finite mean and logStd");
        }
        double information = 0;
        double[] logDensity = new double[n]; // of z under q(z|x_m), up to a constant that cancels
        for (int i = 0; i < n; i++) {
            for (int m = 0; m < n; m++) {
                double sum = 0;
                for (int k = 0; k < v; k++) {
                    double difference = (double) z[i * v + k] - used.mean()[m * v + k];
                    sum += difference * difference * precision[m * v + k];
                }
                logDensity[m] = logNormalizer[m] - sum / 2;
            }
            information += (logDensity[i] - SpecialFunctions.logSumExp(logDensity) + StrictMath.log(n)) / n;
        }
        return new MutualInformation(n, information, kl - information, kl);
    }

    private static Posterior subset(Posterior posterior, int[] indices) {
        int v = posterior.latent();
        float[] mean = new float[indices.length * v];
        float[] logStd = new float[mean.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(posterior.mean(), indices[i] * v, mean, i * v, v);
            System.arraycopy(posterior.logStd(), indices[i] * v, logStd, i * v, v);
        }
        return new Posterior(v, mean, logStd);
    }
}
