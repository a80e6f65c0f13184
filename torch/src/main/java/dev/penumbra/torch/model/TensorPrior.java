package dev.penumbra.torch.model;

import dev.penumbra.distribution.CodebookPrior;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.RealNvp;
import dev.penumbra.distribution.VaePrior;
import dev.penumbra.distribution.VonMisesFisher;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;
import java.util.function.UnaryOperator;

/** A prior as tensors. */
interface TensorPrior {
    /**
     * log p(z) of each row, [R], or an unbiased estimate of a lower bound.
     *
     * @param noise_RN draws of N(0, 1) beyond those of z, as {@link Prior#noise()} says
     */
    Tensor logDensity(Tensor z_RV, Tensor noise_RN);

    /**
     * The prior as tensors.
     *
     * @param encoder gives the encoder's outputs of pseudo-inputs
     */
    static TensorPrior of(Prior prior, int latent, Parameters parameters, UnaryOperator<Tensor> encoder) {
        return switch (prior) {
            case Prior.Normal normal -> (z_RV, noise_RN) -> Gaussians.standard(z_RV);
            case Prior.Mixture mixture ->
                (z_RV, noise_RN) -> Gaussians.mixture(
                        z_RV,
                        parameters.get(Prior.LOGITS),
                        parameters.get(Prior.MEANS),
                        parameters.get(Prior.LOG_STDS));
            case RealNvp flow -> new TensorRealNvp(latent, flow, parameters);
            case Prior.Sphere sphere ->
                (z_RV, noise_RN) -> z_RV.detach().sum(-1).times(0).plus(-new VonMisesFisher(latent).logArea());
            case Prior.Vamp vamp ->
                (z_RV, noise_RN) -> {
                    Tensor weights_KD = parameters.get(Prior.INPUTS);
                    Tensor code_KE = encoder.apply(vamp.unit() ? weights_KD.sigmoid() : weights_KD);
                    return Gaussians.mixture(
                            z_RV, null, code_KE.narrow(1, 0, latent), code_KE.narrow(1, latent, latent));
                };
            case VaePrior vae -> new TensorVaePrior(vae, latent, parameters);
            case CodebookPrior codes ->
                (z_RV, noise_RN) -> z_RV.detach().sum(-1).times(0).plus(codes.logMass(latent));
        };
    }
}
