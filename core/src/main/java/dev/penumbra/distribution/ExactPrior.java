package dev.penumbra.distribution;

import dev.penumbra.Seed;
import dev.penumbra.nn.Weights;
import java.util.function.Function;

/** A prior with its weights, in pure Java. Immutable. */
public interface ExactPrior {
    /**
     * log p(z) in nats of each row, or an unbiased estimate of a lower bound where the prior has latents of its own.
     *
     * @param z     [batch, v], row after row
     * @param noise [batch, {@link Prior#noise()}], draws of N(0, 1); empty where the density is exact
     */
    double[] logDensity(float[] z, int batch, float[] noise);

    /**
     * z ~ p(z). The first k of a larger count are the k of a smaller one.
     *
     * @param temperature factor of the standard deviation of what is drawn, or of what a flow starts from; 1 for the prior itself
     * @return [count, v]
     */
    float[] sample(int count, Seed seed, double temperature);

    /**
     * The prior with its weights filled in.
     *
     * @param posteriors gives the posterior of pseudo-inputs, [n, values that the encoder reads]
     */
    static ExactPrior of(Prior prior, int latent, Weights weights, Function<float[], Posterior> posteriors) {
        return switch (prior) {
            case Prior.Normal normal -> new ExactNormal(latent);
            case Prior.Mixture mixture ->
                DiagonalMixture.of(
                        latent, weights.get(Prior.LOGITS), weights.get(Prior.MEANS), weights.get(Prior.LOG_STDS));
            case RealNvp flow -> new ExactRealNvp(latent, flow, weights);
            case Prior.Sphere sphere -> new ExactSphere(latent);
            case Prior.Vamp vamp -> {
                Posterior posterior = posteriors.apply(vamp.inputs(weights.get(Prior.INPUTS)));
                yield DiagonalMixture.of(latent, new float[vamp.components()], posterior.mean(), posterior.logStd());
            }
            case VaePrior vae -> new ExactVaePrior(vae, latent, weights);
            case CodebookPrior codes -> new ExactCodebookPrior(latent, codes, new Codebook(codes, weights));
        };
    }
}
