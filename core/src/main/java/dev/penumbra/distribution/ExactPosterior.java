package dev.penumbra.distribution;

import dev.penumbra.nn.Weights;

/** A posterior family with its weights, applied in pure Java to what an encoder gave. Immutable. */
public interface ExactPosterior {
    /**
     * The posteriors, described as {@link Posterior} says.
     *
     * @param code  [batch, outputs of the encoder], row after row
     * @param batch how many examples
     */
    Posterior describe(float[] code, int batch);

    /**
     * z ~ q(z|x).
     *
     * @param noise [batch, v], draws of N(0, 1)
     */
    Sample sample(float[] code, int batch, float[] noise);

    /**
     * Samples and their log-densities.
     *
     * @param z          [batch, v]
     * @param logDensity [batch], log q(z|x), nats; 0 for a point
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used
    record Sample(float[] z, double[] logDensity) {}

    /** The family with its weights filled in. */
    static ExactPosterior of(PosteriorFamily family, int latent, Weights weights) {
        return switch (family) {
            case PosteriorFamily.Point point -> new ExactPoint(latent);
            case PosteriorFamily.Gaussian gaussian -> new ExactGaussian(latent);
            case PosteriorFamily.Planar planar -> new ExactPlanar(latent, planar.flows());
            case InverseAutoregressiveFlow flow -> new ExactAutoregressiveFlow(latent, flow, weights);
            case PosteriorFamily.Spherical spherical -> new ExactSpherical(latent);
            case VectorQuantized codes -> new ExactCodes(latent, codes.dim(), new Codebook(codes, weights));
        };
    }
}
