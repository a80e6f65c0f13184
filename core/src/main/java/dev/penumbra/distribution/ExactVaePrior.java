package dev.penumbra.distribution;

import dev.penumbra.Seed;
import dev.penumbra.nn.ExactNetwork;
import dev.penumbra.nn.Weights;

/** {@link VaePrior}. */
final class ExactVaePrior implements ExactPrior {
    private final int latent;
    private final ExactNetwork encoder;
    private final ExactNetwork decoder;
    /** Of z2 given z. */
    private final ExactGaussian posterior;
    /** Of z given z2. */
    private final ExactGaussian likelihood;

    private final ExactPrior prior;

    ExactVaePrior(VaePrior prior, int dimensions, Weights weights) {
        this.latent = prior.latent();
        this.encoder = new ExactNetwork(prior.encoder(), weights, VaePrior.ENCODER);
        this.decoder = new ExactNetwork(prior.decoder(), weights, VaePrior.DECODER);
        this.posterior = new ExactGaussian(latent);
        this.likelihood = new ExactGaussian(dimensions);
        this.prior = ExactPrior.of(prior.prior(), latent, weights.below(Prior.PREFIX), pseudo -> {
            int count = pseudo.length / dimensions;
            return posterior.describe(encoder.run(pseudo, count, 1), count);
        });
    }

    @Override
    public double[] logDensity(float[] z, int batch, float[] noise) {
        float[] own = new float[batch * latent];
        float[] rest = new float[noise.length - own.length];
        int width = rest.length / Math.max(batch, 1);
        for (int i = 0; i < batch; i++) {
            System.arraycopy(noise, i * (latent + width), own, i * latent, latent);
            System.arraycopy(noise, i * (latent + width) + latent, rest, i * width, width);
        }
        ExactPosterior.Sample above = posterior.sample(encoder.run(z, batch, 1), batch, own);
        Posterior given = likelihood.describe(decoder.run(above.z(), batch, 1), batch);
        double[] out = prior.logDensity(above.z(), batch, rest);
        for (int i = 0; i < batch; i++) {
            out[i] -= above.logDensity()[i];
            for (int k = i * given.latent(); k < (i + 1) * given.latent(); k++) {
                out[i] += Gaussian.logDensity(z[k], given.mean()[k], given.logStd()[k]);
            }
        }
        return out;
    }

    @Override
    public float[] sample(int count, Seed seed, double temperature) {
        float[] above = prior.sample(count, seed.named("above"), temperature);
        Posterior given = likelihood.describe(decoder.run(above, count, 1), count);
        float[] noise = seed.gaussians(given.mean().length);
        for (int k = 0; k < noise.length; k++) {
            noise[k] = (float) (temperature * noise[k]);
        }
        return given.sample(noise);
    }
}
