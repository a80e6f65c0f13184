package dev.penumbra.distribution;

import java.util.List;
import java.util.SplittableRandom;

/**
 * N(output, std_i^2) with one fixed std for each value of an example: what {@link GaussianPerDimension} learned.
 *
 * @param logStd one natural logarithm of a standard deviation for each value
 */
public record DiagonalGaussian(List<Double> logStd) implements Likelihood {
    public DiagonalGaussian {
        logStd = List.copyOf(logStd);
    }

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
        return Gaussian.logDensity(x, outputs.of(0, i), logStd.get(i));
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return outputs.of(0, i);
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        return outputs.of(0, i) + StrictMath.exp(logStd.get(i)) * Draws.normal(random);
    }
}
