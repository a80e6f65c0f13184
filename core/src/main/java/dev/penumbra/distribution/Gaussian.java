package dev.penumbra.distribution;

import java.util.SplittableRandom;

/**
 * N(output, std^2).
 *
 * @param std standard deviation, positive
 */
public record Gaussian(double std) implements Likelihood {
    public Gaussian {
        if (!(std > 0) || Double.isInfinite(std)) {
            throw new IllegalArgumentException("the standard deviation must be positive and finite, got " + std);
        }
    }

    /** log N(x; mean, exp(logStd)^2). */
    static double logDensity(double x, double mean, double logStd) {
        double standardized = (x - mean) * StrictMath.exp(-logStd);
        return -0.5 * standardized * standardized - logStd - SpecialFunctions.HALF_LOG_2_PI;
    }

    @Override
    public String text() {
        return "gaussian:" + std;
    }

    @Override
    public int outputsPerValue() {
        return 1;
    }

    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        return logDensity(x, outputs.of(0, i), StrictMath.log(std));
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return outputs.of(0, i);
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        return outputs.of(0, i) + std * Draws.normal(random);
    }
}
