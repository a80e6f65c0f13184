package dev.penumbra.torch.model;

import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.VaePrior;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.nn.TorchNetwork;
import dev.penumbra.torch.tensor.Tensor;

/** {@link VaePrior}: log p(z|z2) + log p(z2) - log q(z2|z) at one z2 ~ q(z2|z). */
final class TensorVaePrior implements TensorPrior {
    private final int dimensions;
    private final int latent;
    private final TorchNetwork encoder;
    private final TorchNetwork decoder;
    private final TensorGaussian posterior;
    private final TensorPrior prior;
    private final int rest;

    TensorVaePrior(VaePrior prior, int dimensions, Parameters parameters) {
        this.dimensions = dimensions;
        this.latent = prior.latent();
        this.encoder = new TorchNetwork(prior.encoder(), parameters, VaePrior.ENCODER);
        this.decoder = new TorchNetwork(prior.decoder(), parameters, VaePrior.DECODER);
        this.posterior = new TensorGaussian(latent);
        this.prior = TensorPrior.of(prior.prior(), latent, parameters.below(Prior.PREFIX), encoder::forward);
        this.rest = prior.prior().noise();
    }

    @Override
    public Tensor logDensity(Tensor z_RV, Tensor noise_RN) {
        TensorPosterior.Sample above = posterior.sample(encoder.forward(z_RV), noise_RN.narrow(1, 0, latent));
        Tensor given = decoder.forward(above.z_RV());
        Tensor logStd = Gaussians.logStd(given.narrow(1, dimensions, dimensions));
        return Gaussians.logDensity(z_RV, given.narrow(1, 0, dimensions), logStd)
                .plus(prior.logDensity(above.z_RV(), noise_RN.narrow(1, latent, rest)))
                .minus(above.logDensity_R().get());
    }
}
