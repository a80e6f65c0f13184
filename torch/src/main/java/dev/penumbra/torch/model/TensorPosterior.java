package dev.penumbra.torch.model;

import dev.penumbra.distribution.InverseAutoregressiveFlow;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A posterior family as tensors: what it makes of the encoder's outputs. */
interface TensorPosterior {
    /** The posteriors themselves. */
    TensorModel.Encoded describe(Tensor code_BE);

    /**
     * One sample of each row.
     *
     * @param noise_RV draws of N(0, 1)
     */
    Sample sample(Tensor code_RE, Tensor noise_RV);

    /**
     * Samples with what is known of them; see {@link Draw}.
     *
     * @param kl_RG terms whose sum over the last dimension is the KL to the family's default prior in closed form, or null
     */
    record Sample(
            Tensor z_RV,
            Supplier<Tensor> logDensity_R,
            @Nullable Supplier<Tensor> stopped_R,
            @Nullable Supplier<Tensor> kl_RG,
            @Nullable Tensor penalty_R) {}

    /** The family as tensors. */
    static TensorPosterior of(PosteriorFamily family, int latent, Parameters parameters) {
        return switch (family) {
            case PosteriorFamily.Point point -> new TensorPoint();
            case PosteriorFamily.Gaussian gaussian -> new TensorGaussian(latent);
            case PosteriorFamily.Planar planar -> new TensorPlanar(latent, planar.flows());
            case InverseAutoregressiveFlow flow -> new TensorAutoregressiveFlow(latent, flow, parameters);
            case PosteriorFamily.Spherical spherical -> new TensorSpherical(latent);
            case VectorQuantized codes -> new TensorCodes(codes, latent, parameters);
        };
    }
}
