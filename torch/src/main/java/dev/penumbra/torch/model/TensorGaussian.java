package dev.penumbra.torch.model;

import dev.penumbra.torch.tensor.Tensor;

/** {@link dev.penumbra.distribution.PosteriorFamily.Gaussian}: z = mean + exp(logStd) noise. */
record TensorGaussian(int latent) implements TensorPosterior {
    @Override
    public TensorModel.Encoded describe(Tensor code_BE) {
        return new TensorModel.Encoded(
                code_BE.narrow(1, 0, latent), Gaussians.logStd(code_BE.narrow(1, latent, latent)));
    }

    @Override
    public Sample sample(Tensor code_RE, Tensor noise_RV) {
        Tensor mean_RV = code_RE.narrow(1, 0, latent);
        Tensor logStd_RV = Gaussians.logStd(code_RE.narrow(1, latent, latent));
        Tensor std_RV = logStd_RV.exp();
        Tensor z_RV = mean_RV.plus(std_RV.times(noise_RV));
        return new Sample(
                z_RV,
                () -> Gaussians.logDensityOfNoise(noise_RV, logStd_RV),
                () -> Gaussians.logDensity(z_RV, mean_RV.detach(), logStd_RV.detach()),
                // 1/2 (mean^2 + std^2 - 2 logStd - 1): Kingma & Welling 2014, appendix B.
                () -> mean_RV.square()
                        .plus(std_RV.square())
                        .minus(logStd_RV.times(2))
                        .plus(-1)
                        .times(0.5),
                null);
    }
}
