package dev.penumbra.torch.model;

import dev.penumbra.distribution.BetaBinomial;
import dev.penumbra.torch.tensor.Tensor;

/** Log masses of counts k as tensors [B, D]. */
final class CountTensors {
    private CountTensors() {}

    static Tensor poisson(Tensor k_BD, Tensor out_BD) {
        Tensor logRate = TensorLikelihood.bounded(out_BD);
        return k_BD.times(logRate).minus(logRate.exp()).minus(k_BD.plus(1).logGamma());
    }

    static Tensor negativeBinomial(Tensor k_BD, Tensor mean_BD, Tensor shape_BD) {
        Tensor logMean = TensorLikelihood.bounded(mean_BD);
        Tensor logShape = TensorLikelihood.bounded(shape_BD);
        Tensor r = logShape.exp();
        Tensor difference = logMean.minus(logShape);
        return logRising(r, k_BD)
                .minus(k_BD.plus(1).logGamma())
                // exp and log1p, where softplus would be right only above 1e-7.
                .minus(r.times(difference.exp().log1p()))
                .minus(k_BD.times(difference.times(-1).softplus()));
    }

    static Tensor betaBinomial(Tensor x_BD, Tensor alpha_BD, Tensor beta_BD) {
        int n = BetaBinomial.N;
        Tensor k = TensorLikelihood.counts(x_BD, n);
        Tensor rest = k.times(-1).plus(n);
        Tensor alpha = TensorLikelihood.bounded(alpha_BD).exp();
        Tensor beta = TensorLikelihood.bounded(beta_BD).exp();
        Tensor logChoose = logRising(rest.plus(1), k).minus(k.plus(1).logGamma());
        return logChoose
                .plus(logRising(alpha, k))
                .plus(logRising(beta, rest))
                .minus(logRising(alpha.plus(beta), k.times(0).plus(n)));
    }

    /**
     * log Gamma(x + t) - log Gamma(x) as in {@code SpecialFunctions.logRising}: the difference of two log Gammas would lose all
     * digits of a 32-bit float where x is large. Three terms of the series after a shift by 3 have an error below 1e-6.
     */
    static Tensor logRising(Tensor x, Tensor t) {
        Tensor ratio = t.dividedBy(x).log1p();
        for (int j = 1; j < 3; j++) {
            ratio = ratio.plus(t.dividedBy(x.plus(j)).log1p());
        }
        Tensor shifted = x.plus(3);
        Tensor end = shifted.plus(t);
        return shifted.plus(-0.5)
                .times(t.dividedBy(shifted).log1p())
                .plus(t.times(end.log().plus(-1)))
                .plus(stirling(end))
                .minus(stirling(shifted))
                .minus(ratio);
    }

    /** 1/(12 x) - 1/(360 x^3) + 1/(1260 x^5). */
    private static Tensor stirling(Tensor x) {
        Tensor inverse = x.times(0).plus(1).dividedBy(x);
        Tensor square = inverse.square();
        return square.times(1 / 1260.0)
                .plus(-1 / 360.0)
                .times(square)
                .plus(1 / 12.0)
                .times(inverse);
    }
}
