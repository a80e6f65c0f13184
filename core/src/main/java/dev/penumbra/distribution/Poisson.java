package dev.penumbra.distribution;

import java.util.SplittableRandom;

/**
 * Counts of a rate; the output is its logarithm, bounded by {@link LogParameter}.
 *
 * @param scale counts per unit of the data's values
 */
public record Poisson(double scale) implements Counts {
    public Poisson {
        Counts.require(scale);
    }

    @Override
    public Poisson withScale(double scale) {
        return new Poisson(scale);
    }

    @Override
    public String text() {
        return "poisson";
    }

    @Override
    public int outputsPerValue() {
        return 1;
    }

    /** rate^k exp(-rate) / k! */
    @Override
    public double logMass(int k, Outputs outputs, int i) {
        double logRate = LogParameter.bounded(outputs.of(0, i));
        return k * logRate - StrictMath.exp(logRate) - SpecialFunctions.logGamma(k + 1.0);
    }

    private static double rate(Outputs outputs, int i) {
        return StrictMath.exp(LogParameter.bounded(outputs.of(0, i)));
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return rate(outputs, i) / scale;
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        return Draws.poisson(rate(outputs, i), random) / scale;
    }
}
