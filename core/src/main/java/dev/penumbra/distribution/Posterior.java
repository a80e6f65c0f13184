package dev.penumbra.distribution;

/**
 * The diagonal Gaussian posteriors q(z|x) = N(mean, exp(logStd)^2) of a batch of examples. A basic autoencoder's point is the
 * limit {@code logStd = -Infinity}.
 *
 * @param latent dimensions of z, v
 * @param mean   [batch, v], row after row
 * @param logStd [batch, v], the natural logarithm of the standard deviation
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Posterior(int latent, float[] mean, float[] logStd) {
    public Posterior {
        if (latent < 1 || mean.length % latent != 0 || logStd.length != mean.length) {
            throw new IllegalArgumentException("mean and logStd must be [batch, " + latent + "], got " + mean.length
                    + " and " + logStd.length + " values");
        }
    }

    /** How many examples. */
    public int batch() {
        return mean.length / latent;
    }

    /** Standard deviation of dimension {@code j} of example {@code i}. */
    public double std(int i, int j) {
        return StrictMath.exp(logStd[i * latent + j]);
    }

    /**
     * KL(q(z_j|x_i) || N(0, 1)) in nats: 1/2 (mean^2 + std^2 - 2 logStd - 1) (Kingma &amp; Welling 2014, appendix B).
     * Infinite for a point.
     */
    public double kl(int i, int j) {
        double mu = mean[i * latent + j];
        double logSigma = logStd[i * latent + j];
        return 0.5 * (mu * mu + StrictMath.exp(2 * logSigma) - 2 * logSigma - 1);
    }

    /** KL of example {@code i}, summed over the latent dimensions, in nats. */
    public double kl(int i) {
        double sum = 0;
        for (int j = 0; j < latent; j++) {
            sum += kl(i, j);
        }
        return sum;
    }

    /**
     * KL of example {@code i} from example {@code j} of {@code other}, in nats: the sum of log(t/s) + (s^2 + (difference of the means)^2) /
     * (2 t^2) - 1/2, with s and t the two standard deviations. Infinite where one of them is a point that the other is not.
     */
    public double kl(int i, Posterior other, int j) {
        double sum = 0;
        for (int k = 0; k < latent; k++) {
            int own = i * latent + k;
            int its = j * latent + k;
            // Two points have the same logStd, minus infinity.
            double logRatio = logStd[own] == other.logStd[its] ? 0 : (double) logStd[own] - other.logStd[its];
            if (Double.isInfinite(logRatio)) {
                return Double.POSITIVE_INFINITY;
            }
            double difference = (double) mean[own] - other.mean[its];
            double apart = difference == 0 ? 0 : difference / other.std(j, k);
            sum += 0.5 * StrictMath.expm1(2 * logRatio) - logRatio + 0.5 * apart * apart;
        }
        return sum;
    }

    /**
     * z = mean + exp(logStd) * noise (the reparameterization, Kingma &amp; Welling 2014, section 2.4).
     *
     * @param noise [batch, v], draws of N(0, 1)
     */
    public float[] sample(float[] noise) {
        float[] z = new float[mean.length];
        for (int k = 0; k < z.length; k++) {
            z[k] = (float) (mean[k] + StrictMath.exp(logStd[k]) * noise[k]);
        }
        return z;
    }
}
