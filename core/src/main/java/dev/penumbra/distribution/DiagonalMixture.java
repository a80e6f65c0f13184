package dev.penumbra.distribution;

import dev.penumbra.Seed;
import java.util.SplittableRandom;

/**
 * A mixture of Gaussians with diagonal covariances: {@link Prior.Mixture}, and {@link Prior.Vamp} once its pseudo-inputs are
 * encoded.
 *
 * @param logWeight [K], normalized
 * @param mean      [K, v]
 * @param logStd    [K, v]
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record DiagonalMixture(int latent, double[] logWeight, float[] mean, float[] logStd) implements ExactPrior {
    /** The mixture whose weights are proportional to the exponentials of {@code logits}. */
    static DiagonalMixture of(int latent, float[] logits, float[] mean, float[] logStd) {
        double[] logWeight = new double[logits.length];
        for (int k = 0; k < logits.length; k++) {
            logWeight[k] = logits[k];
        }
        double total = SpecialFunctions.logSumExp(logWeight);
        for (int k = 0; k < logits.length; k++) {
            logWeight[k] -= total;
        }
        return new DiagonalMixture(latent, logWeight, mean, logStd);
    }

    @Override
    public double[] logDensity(float[] z, int batch, float[] noise) {
        double[] out = new double[batch];
        double[] terms = new double[logWeight.length];
        for (int i = 0; i < batch; i++) {
            for (int k = 0; k < terms.length; k++) {
                terms[k] = logWeight[k] + logComponent(k, z, i * latent);
            }
            out[i] = SpecialFunctions.logSumExp(terms);
        }
        return out;
    }

    private double logComponent(int k, float[] z, int start) {
        double sum = 0;
        for (int j = 0; j < latent; j++) {
            double log = logStd[k * latent + j];
            double scaled = (z[start + j] - mean[k * latent + j]) * StrictMath.exp(-log);
            sum -= 0.5 * scaled * scaled + log + SpecialFunctions.HALF_LOG_2_PI;
        }
        return sum;
    }

    @Override
    public float[] sample(int count, Seed seed, double temperature) {
        float[] z = new float[Math.multiplyExact(count, latent)];
        for (int i = 0; i < count; i++) {
            Seed own = seed.at(i);
            int k = component(own.named("component").random());
            float[] noise = own.gaussians(latent);
            for (int j = 0; j < latent; j++) {
                double std = StrictMath.exp(logStd[k * latent + j]);
                z[i * latent + j] = (float) (mean[k * latent + j] + temperature * std * noise[j]);
            }
        }
        return z;
    }

    private int component(SplittableRandom random) {
        double left = random.nextDouble();
        for (int k = 0; k < logWeight.length - 1; k++) {
            left -= StrictMath.exp(logWeight[k]);
            if (left < 0) {
                return k;
            }
        }
        return logWeight.length - 1;
    }
}
