package dev.penumbra.torch.model;

import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.torch.tensor.Tensor;

/** {@link PosteriorFamily.Planar}; the formulas are those of the exact runtime. */
record TensorPlanar(int latent, int flows) implements TensorPosterior {
    @Override
    public TensorModel.Encoded describe(Tensor code_BE) {
        Tensor still_BV = code_BE.narrow(1, 0, latent).detach().times(0);
        return new TensorModel.Encoded(
                sample(code_BE, still_BV).z_RV(), Gaussians.logStd(code_BE.narrow(1, latent, latent)));
    }

    @Override
    public Sample sample(Tensor code_RE, Tensor noise_RV) {
        Tensor logStd_RV = Gaussians.logStd(code_RE.narrow(1, latent, latent));
        Tensor z_RV = code_RE.narrow(1, 0, latent).plus(logStd_RV.exp().times(noise_RV));
        Tensor logScale_R = logStd_RV.sum(-1);
        for (int k = 0; k < flows; k++) {
            long start = 2L * latent + k * (2L * latent + 1);
            Tensor u_RV = code_RE.narrow(1, start, latent);
            Tensor w_RV = code_RE.narrow(1, start + latent, latent);
            Tensor b_R1 = code_RE.narrow(1, start + 2L * latent, 1);
            // In double precision because the terms cancel where w is near 0.
            Tensor wu_R1 = dot(w_RV, u_RV).toDouble();
            Tensor softplus_R1 = wu_R1.plus(PosteriorFamily.Planar.SHIFT).softplus();
            Tensor gap_R1 = softplus_R1.plus(-1).minus(wu_R1).toFloat();
            Tensor along_R1 = gap_R1.dividedBy(dot(w_RV, w_RV).atLeast(1e-24));
            Tensor tanh_R1 = dot(w_RV, z_RV).plus(b_R1).tanh();
            z_RV = z_RV.plus(u_RV.plus(along_R1.times(w_RV)).times(tanh_R1));
            Tensor square_R1 = tanh_R1.square();
            Tensor determinant_R1 = square_R1.plus(square_R1.times(-1).plus(1).times(softplus_R1.toFloat()));
            logScale_R = logScale_R.plus(determinant_R1.log().reshape(-1));
        }
        Tensor total_R = logScale_R;
        return new Sample(z_RV, () -> Gaussians.standard(noise_RV).minus(total_R), null, null, null);
    }

    private static Tensor dot(Tensor a_RV, Tensor b_RV) {
        return a_RV.times(b_RV).sum(-1).reshape(-1, 1);
    }
}
