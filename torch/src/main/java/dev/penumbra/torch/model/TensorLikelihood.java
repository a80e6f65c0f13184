package dev.penumbra.torch.model;

import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;

/** The likelihoods of {@code dev.penumbra.distribution} as tensors: the same numbers, with gradients. */
public final class TensorLikelihood {
    private static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

    private TensorLikelihood() {}

    /**
     * log p(x|z) of each row in nats, summed over its values.
     *
     * @param parameters holds what the likelihood itself learns
     * @param x_BD       examples
     * @param out_BO     the decoder's outputs, O = outputs per value * D
     * @return [B]
     */
    public static Tensor logDensity(Likelihood likelihood, Parameters parameters, Tensor x_BD, Tensor out_BO) {
        Tensor each_BD = switch (likelihood) {
            case Bernoulli bernoulli -> out_BO.bernoulliLogDensity(x_BD);
            case Gaussian gaussian -> {
                double std = gaussian.std();
                yield x_BD.minus(out_BO).square().times(-1 / (2 * std * std)).plus(-Math.log(std) - HALF_LOG_2_PI);
            }
            case LearnedGaussian learned -> normal(x_BD, out_BO, parameters.get(LearnedGaussian.LOG_STD));
        };
        return each_BD.sum(1);
    }

    /**
     * The mean of p(x|z) of each row.
     *
     * @return [B, D]
     */
    public static Tensor mean(Likelihood likelihood, Tensor out_BO) {
        return switch (likelihood) {
            case Bernoulli bernoulli -> out_BO.sigmoid();
            case Gaussian gaussian -> out_BO;
            case LearnedGaussian learned -> out_BO;
        };
    }

    /** log N(x; mean, exp(logStd)^2). */
    private static Tensor normal(Tensor x_BD, Tensor mean_BD, Tensor logStd) {
        return x_BD.minus(mean_BD)
                .times(logStd.times(-1).exp())
                .square()
                .times(-0.5)
                .minus(logStd)
                .plus(-HALF_LOG_2_PI);
    }
}
