package dev.penumbra.distribution;

import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * N(output, std_i^2) with one std for each value of an example, learned with the weights as {@link LearnedGaussian#LOG_STD};
 * {@link LogParameter} bounds it.
 */
public record GaussianPerDimension() implements Likelihood {
    @Override
    public String text() {
        return "gaussian-per-dimension";
    }

    @Override
    public int outputsPerValue() {
        return 1;
    }

    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        throw LearnedGaussian.unresolved();
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return outputs.of(0, i);
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        throw LearnedGaussian.unresolved();
    }

    @Override
    public List<Parameter> parameters(int size) {
        return List.of(Parameter.constant(LearnedGaussian.LOG_STD, List.of(size), 0));
    }

    @Override
    public Likelihood resolved(Weights weights) {
        float[] learned = weights.get(LearnedGaussian.LOG_STD);
        return new DiagonalGaussian(IntStream.range(0, learned.length)
                .mapToObj(i -> LogParameter.floored(learned[i], LogParameter.DENSITY_FLOOR))
                .toList());
    }
}
