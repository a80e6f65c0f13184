package dev.penumbra.torch.model;

import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.BetaBinomial;
import dev.penumbra.distribution.Categorical;
import dev.penumbra.distribution.ContinuousBernoulli;
import dev.penumbra.distribution.DiagonalGaussian;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.GaussianPerDimension;
import dev.penumbra.distribution.GaussianPerExample;
import dev.penumbra.distribution.Laplace;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.LogParameter;
import dev.penumbra.distribution.NegativeBinomial;
import dev.penumbra.distribution.Poisson;
import dev.penumbra.distribution.SpecialFunctions;
import dev.penumbra.distribution.StudentT;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The likelihoods of {@code dev.penumbra.distribution} as tensors: the same formulas in 32-bit floats, with gradients. Shapes: B
 * rows, D values of an example, O = outputs per value * D.
 */
public final class TensorLikelihood {
    private TensorLikelihood() {}

    /**
     * log p(x|z) of each row in nats, summed over its values.
     *
     * @param parameters holds what the likelihood itself learns
     * @param x_BD       examples
     * @param out_BO     the decoder's outputs
     * @return [B]
     */
    public static Tensor logDensity(Likelihood likelihood, Parameters parameters, Tensor x_BD, Tensor out_BO) {
        Outputs out = new Outputs(out_BO, likelihood.outputsPerValue());
        Tensor each_BD = switch (likelihood) {
            case Bernoulli bernoulli -> out_BO.bernoulliLogDensity(x_BD);
            case ContinuousBernoulli continuous -> x_BD.times(out_BO).minus(logNormalizer(out_BO));
            case Gaussian gaussian -> normal(x_BD, out_BO, gaussian.std());
            case LearnedGaussian learned -> normal(x_BD, out_BO, parameters.get(LearnedGaussian.LOG_STD));
            case GaussianPerDimension learned -> normal(x_BD, out_BO, floored(parameters.get(LearnedGaussian.LOG_STD)));
            case DiagonalGaussian diagonal -> normal(x_BD, out_BO, out_BO.constant(diagonal.logStd()));
            case GaussianPerExample each -> normal(x_BD, out.get(0), floored(out.get(1)));
            case Laplace laplace -> laplace(x_BD, out.get(0), floored(out.get(1)));
            case StudentT student -> studentT(x_BD, out);
            case DiscretizedLogistic logistic -> new LogisticMixture(logistic, out_BO).logMass(x_BD);
            case BetaBinomial binomial -> CountTensors.betaBinomial(x_BD, out.get(0), out.get(1));
            case Categorical categorical -> categorical(categorical, x_BD, out_BO);
            case Poisson poisson -> CountTensors.poisson(counts(x_BD, poisson.scale()), out_BO);
            case NegativeBinomial binomial ->
                CountTensors.negativeBinomial(counts(x_BD, binomial.scale()), out.get(0), out.get(1));
        };
        return each_BD.sum(1);
    }

    /**
     * The mean of p(x|z) of each row.
     *
     * @return [B, D]
     */
    public static Tensor mean(Likelihood likelihood, Tensor out_BO) {
        Outputs out = new Outputs(out_BO, likelihood.outputsPerValue());
        return switch (likelihood) {
            case Bernoulli bernoulli -> out_BO.sigmoid();
            case ContinuousBernoulli continuous -> continuousMean(out_BO);
            case DiscretizedLogistic logistic -> new LogisticMixture(logistic, out_BO).mean();
            case BetaBinomial binomial ->
                bounded(out.get(0)).minus(bounded(out.get(1))).sigmoid();
            case Categorical categorical -> mean(categorical, out_BO);
            case Poisson poisson -> bounded(out_BO).exp().times(1 / poisson.scale());
            case NegativeBinomial binomial -> bounded(out.get(0)).exp().times(1 / binomial.scale());
            case Gaussian gaussian -> out.get(0);
            case LearnedGaussian gaussian -> out.get(0);
            case GaussianPerDimension gaussian -> out.get(0);
            case DiagonalGaussian gaussian -> out.get(0);
            case GaussianPerExample gaussian -> out.get(0);
            case Laplace laplace -> out.get(0);
            case StudentT student -> out.get(0);
        };
    }

    /** The decoder's outputs, parameter after parameter. */
    private record Outputs(Tensor out_BO, int perValue) {
        /** Parameter {@code p} of all values, [B, D]. */
        Tensor get(int p) {
            long d = out_BO.size(1) / perValue;
            return perValue == 1 ? out_BO : out_BO.narrow(1, p * d, d);
        }
    }

    /** As {@link LogParameter} bounds a logarithm. */
    static Tensor bounded(Tensor output) {
        return output.clamp(LogParameter.LOW, LogParameter.HIGH);
    }

    private static Tensor floored(Tensor output) {
        return floored(output, LogParameter.DENSITY_FLOOR, LogParameter.HIGH);
    }

    static Tensor floored(Tensor output, double floor, double cap) {
        return output.plus(-floor).softplus().plus(floor).clamp(floor, cap);
    }

    static Tensor counts(Tensor x_BD, double unit) {
        return x_BD.times(unit).round();
    }

    private static Tensor normal(Tensor x_BD, Tensor mean_BD, double std) {
        return x_BD.minus(mean_BD)
                .square()
                .times(-1 / (2 * std * std))
                .plus(-Math.log(std) - SpecialFunctions.HALF_LOG_2_PI);
    }

    private static Tensor normal(Tensor x_BD, Tensor mean_BD, Tensor logStd) {
        return x_BD.minus(mean_BD)
                .times(logStd.times(-1).exp())
                .square()
                .times(-0.5)
                .minus(logStd)
                .plus(-SpecialFunctions.HALF_LOG_2_PI);
    }

    private static Tensor laplace(Tensor x_BD, Tensor location_BD, Tensor logScale_BD) {
        return x_BD.minus(location_BD)
                .abs()
                .times(logScale_BD.times(-1).exp())
                .times(-1)
                .minus(logScale_BD)
                .plus(-Math.log(2));
    }

    private static Tensor studentT(Tensor x_BD, Outputs out) {
        Tensor scale = out.get(1).softplus().plus(StudentT.LEAST_SCALE);
        Tensor df = out.get(2).softplus().plus(StudentT.LEAST_DEGREES);
        Tensor t = x_BD.minus(out.get(0)).dividedBy(scale);
        Tensor half = df.times(0).plus(0.5);
        return CountTensors.logRising(df.times(0.5), half)
                .minus(df.times(Math.PI).log().times(0.5))
                .minus(scale.log())
                .minus(df.plus(1).times(0.5).times(t.square().dividedBy(df).log1p()));
    }

    /** log((exp(l) - 1) / l); a series near 0, since the gradient of the closed form cancels there. */
    private static Tensor logNormalizer(Tensor l) {
        Tensor near = l.clamp(-1, 1);
        Tensor square = near.square();
        Tensor series = near.times(0.5)
                .plus(square.times(1 / 24.0))
                .minus(square.square().times(1 / 2880.0))
                .plus(square.square().times(square).times(1 / 181440.0));
        Tensor far = l.abs().clamp(1, 1e30);
        Tensor closed = l.relu().plus(far.times(-1).expm1().times(-1).log()).minus(far.log());
        return l.abs().whereBelow(1, series, closed);
    }

    /** 1 / (1 - exp(-l)) - 1 / l, near 0 as a series. */
    private static Tensor continuousMean(Tensor l) {
        Tensor near = l.clamp(-1, 1);
        Tensor square = near.square();
        Tensor series = near.times(
                        square.times(1 / 30240.0).plus(-1 / 720.0).times(square).plus(1 / 12.0))
                .plus(0.5);
        Tensor one = l.times(0).plus(1);
        Tensor far = l.abs().whereBelow(1, one, l);
        Tensor closed = one.dividedBy(far.times(-1).expm1().times(-1)).minus(one.dividedBy(far));
        return l.abs().whereBelow(1, series, closed);
    }

    private static Tensor categorical(Categorical categorical, Tensor x_BD, Tensor out_BO) {
        long b = x_BD.size(0);
        long d = x_BD.size(1);
        Tensor logMasses_BND = out_BO.reshape(b, categorical.levels(), d).logSoftmax(1);
        Tensor level_B1D = counts(x_BD, categorical.unit()).reshape(b, 1, d);
        return logMasses_BND.gather(1, level_B1D).reshape(b, d);
    }

    private static Tensor mean(Categorical categorical, Tensor out_BO) {
        int n = categorical.levels();
        long b = out_BO.size(0);
        long d = out_BO.size(1) / n;
        List<Double> values = IntStream.range(0, n).mapToObj(categorical::value).toList();
        Tensor value_N1 = out_BO.constant(values).reshape(n, 1);
        return out_BO.reshape(b, n, d).logSoftmax(1).exp().times(value_N1).sum(1);
    }
}
