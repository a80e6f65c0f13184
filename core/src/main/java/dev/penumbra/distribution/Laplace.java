package dev.penumbra.distribution;

import java.util.SplittableRandom;

/** exp(-|x - location| / scale) / (2 scale); outputs: location, log scale, which {@link LogParameter} keeps softly above -6. */
public record Laplace() implements Likelihood {
    @Override
    public String text() {
        return "laplace";
    }

    @Override
    public int outputsPerValue() {
        return 2;
    }

    private static double logScale(Outputs outputs, int i) {
        return LogParameter.floored(outputs.of(1, i), LogParameter.DENSITY_FLOOR);
    }

    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        double logScale = logScale(outputs, i);
        return -Math.abs(x - outputs.of(0, i)) * StrictMath.exp(-logScale) - logScale - StrictMath.log(2);
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return outputs.of(0, i);
    }

    /** An exponential number with a random sign. */
    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        double distance = -StrictMath.exp(logScale(outputs, i)) * StrictMath.log(1 - random.nextDouble());
        return outputs.of(0, i) + (random.nextBoolean() ? distance : -distance);
    }
}
