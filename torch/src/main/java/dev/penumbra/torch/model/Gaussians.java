package dev.penumbra.torch.model;

import dev.penumbra.distribution.LogParameter;
import dev.penumbra.distribution.SpecialFunctions;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Log-densities of diagonal Gaussians, nats. */
public final class Gaussians {
    private Gaussians() {}

    /** The logarithms of standard deviations that a network's outputs stand for, as {@link LogParameter#softened} bounds them. */
    static Tensor logStd(Tensor output) {
        // d/dx (b + (x - b) / (1 + |x - b|)) = 1 / (1 + |x - b|)^2 for either b, and 1 where b is x itself.
        Tensor bound = output.detach().clamp(LogParameter.SOFT_LOW, LogParameter.SOFT_HIGH);
        Tensor beyond = output.minus(bound);
        return bound.plus(beyond.dividedBy(beyond.leakyRelu(-1).plus(1)));
    }

    /** log N(z; 0, I) of each row, [R]. */
    static Tensor standard(Tensor z_RV) {
        return z_RV.square().sum(-1).times(-0.5).plus(-SpecialFunctions.HALF_LOG_2_PI * z_RV.size(1));
    }

    /** log N(z; mean, exp(logStd)^2) of each value; shapes broadcast. */
    public static Tensor logDensities(Tensor z, Tensor mean, Tensor logStd) {
        return z.minus(mean)
                .times(logStd.times(-1).exp())
                .square()
                .times(-0.5)
                .minus(logStd)
                .plus(-SpecialFunctions.HALF_LOG_2_PI);
    }

    /** {@link #logDensities}, summed over the last dimension. */
    static Tensor logDensity(Tensor z, Tensor mean, Tensor logStd) {
        return logDensities(z, mean, logStd).sum(-1);
    }

    /** The same of z = mean + exp(logStd) noise, without a subtraction that loses digits where the std is small. */
    static Tensor logDensityOfNoise(Tensor noise_RV, Tensor logStd_RV) {
        return noise_RV.square()
                .times(-0.5)
                .minus(logStd_RV)
                .plus(-SpecialFunctions.HALF_LOG_2_PI)
                .sum(-1);
    }

    /**
     * log sum_k w_k N(z; mean_k, exp(logStd_k)^2) of each row, [R]. The squares are expanded into two matrix products, in double
     * precision because their terms cancel.
     *
     * @param logits_K unnormalized logarithms of the weights; null for equal ones
     */
    static Tensor mixture(Tensor z_RV, @Nullable Tensor logits_K, Tensor mean_KV, Tensor logStd_KV) {
        Tensor z = z_RV.toDouble();
        Tensor mean = mean_KV.toDouble();
        Tensor logStd = logStd_KV.toDouble();
        Tensor precision_KV = logStd.times(-2).exp();
        Tensor weighted_KV = mean.times(precision_KV);
        Tensor squares_RK = z.square()
                .product(precision_KV.transpose())
                .minus(z.times(2).product(weighted_KV.transpose()))
                .plus(mean.times(weighted_KV).sum(-1));
        Tensor log_RK =
                squares_RK.times(-0.5).minus(logStd.sum(-1)).plus(-SpecialFunctions.HALF_LOG_2_PI * z_RV.size(1));
        Tensor weights = logits_K == null
                ? log_RK.plus(-Math.log((double) mean_KV.size(0)))
                : log_RK.plus(logits_K.toDouble().logSoftmax(-1));
        return weights.logSumExp(-1).toFloat();
    }
}
