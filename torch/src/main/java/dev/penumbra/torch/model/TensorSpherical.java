package dev.penumbra.torch.model;

import dev.penumbra.distribution.VonMisesFisher;
import dev.penumbra.torch.tensor.Tensor;
import java.util.function.IntToDoubleFunction;

/**
 * {@link dev.penumbra.distribution.PosteriorFamily.Spherical}; the formulas are those of the exact runtime. What depends on kappa
 * alone is computed by {@link VonMisesFisher} in double precision, with its derivative.
 */
record TensorSpherical(int latent) implements TensorPosterior {
    @Override
    public TensorModel.Encoded describe(Tensor code_BE) {
        Tensor logStd_B1 = kappa(code_BE).log().times(-0.5);
        return new TensorModel.Encoded(direction(code_BE), logStd_B1.expand(code_BE.size(0), latent));
    }

    @Override
    public Sample sample(Tensor code_RE, Tensor noise_RV) {
        VonMisesFisher family = new VonMisesFisher(latent);
        Tensor kappa_R1 = kappa(code_RE);
        float[] kappa = kappa_R1.toArray();
        float[] noise = noise_RV.toArray();
        int rest = latent - 1;
        VonMisesFisher.Draw[] draws = new VonMisesFisher.Draw[kappa.length];
        float[] tangents = new float[kappa.length * rest];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = family.draw(kappa[i], noise[i * latent]);
            System.arraycopy(family.tangent(noise, i * latent), 0, tangents, i * rest, rest);
        }
        Tensor below_R1 = injected(kappa_R1, i -> draws[i].below(), i -> draws[i].sine() * draws[i].angleSlope());
        Tensor sine_R1 = injected(kappa_R1, i -> draws[i].sine(), i -> draws[i].cosine() * draws[i].angleSlope());
        Tensor tangent_RT = kappa_R1.constant(tangents, draws.length, rest);
        Tensor point_RV = Tensor.concatenate(1, below_R1.times(-1).plus(1), sine_R1.times(tangent_RT));
        Tensor sign_R1 = sign(code_RE.narrow(1, 0, 1));
        return new Sample(
                turned(direction(code_RE), sign_R1, point_RV),
                () -> injected(kappa_R1, i -> family.logPeak(kappa[i]), i -> 1 - family.meanCosine(kappa[i]))
                        .minus(kappa_R1.times(below_R1))
                        .reshape(-1),
                null,
                () -> injected(kappa_R1, i -> family.kl(kappa[i]), i -> family.klSlope(kappa[i])),
                null);
    }

    /** value + (kappa - constant kappa) slope: a tensor of this value and this derivative. */
    private static Tensor injected(Tensor kappa_R1, IntToDoubleFunction value, IntToDoubleFunction slope) {
        int rows = Math.toIntExact(kappa_R1.size(0));
        float[] values = new float[rows];
        float[] slopes = new float[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (float) value.applyAsDouble(i);
            slopes[i] = (float) slope.applyAsDouble(i);
        }
        return kappa_R1.minus(kappa_R1.detach())
                .times(kappa_R1.constant(slopes, rows, 1))
                .plus(kappa_R1.constant(values, rows, 1));
    }

    private Tensor direction(Tensor code_RE) {
        Tensor values_RV = code_RE.narrow(1, 0, latent);
        Tensor squares_R1 = values_RV.square().sum(-1).reshape(-1, 1);
        return values_RV.dividedBy(squares_R1.atLeast(1e-24).sqrt());
    }

    private Tensor kappa(Tensor code_RE) {
        return code_RE.narrow(1, latent, 1).softplus().plus(1);
    }

    private static Tensor sign(Tensor values_R1) {
        float[] signs = values_R1.toArray();
        for (int i = 0; i < signs.length; i++) {
            signs[i] = signs[i] >= 0 ? 1 : -1;
        }
        return values_R1.constant(signs, signs.length, 1);
    }

    /** {@code point}, around the first axis, reflected so that this axis becomes the mean direction. */
    private static Tensor turned(Tensor direction_RV, Tensor sign_R1, Tensor point_RV) {
        float[] first = new float[Math.toIntExact(direction_RV.size(1))];
        first[0] = 1;
        Tensor axis_RV = direction_RV.times(sign_R1).plus(direction_RV.constant(first, 1, first.length));
        Tensor factor_R1 = axis_RV.times(point_RV).sum(-1).reshape(-1, 1).dividedBy(axis_RV.narrow(1, 0, 1));
        return factor_R1.times(axis_RV).minus(point_RV).times(sign_R1);
    }
}
