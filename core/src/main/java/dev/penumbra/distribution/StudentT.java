package dev.penumbra.distribution;

import java.util.SplittableRandom;

/**
 * Student's t with three outputs: location, scale = softplus + 0.001, degrees of freedom = softplus + 3 (Mattei &amp; Frellsen
 * 2019). Its heavy tails make it robust to outliers; with at least 3 degrees the variance is finite.
 */
public record StudentT() implements Likelihood {
    public static final double LEAST_SCALE = 1e-3;
    public static final double LEAST_DEGREES = 3;

    @Override
    public String text() {
        return "student-t";
    }

    @Override
    public int outputsPerValue() {
        return 3;
    }

    private static double scale(Outputs outputs, int i) {
        return SpecialFunctions.softplus(outputs.of(1, i)) + LEAST_SCALE;
    }

    private static double degrees(Outputs outputs, int i) {
        return SpecialFunctions.softplus(outputs.of(2, i)) + LEAST_DEGREES;
    }

    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        double scale = scale(outputs, i);
        double df = degrees(outputs, i);
        double t = (x - outputs.of(0, i)) / scale;
        return SpecialFunctions.logRising(df / 2, 0.5)
                - 0.5 * StrictMath.log(df * Math.PI)
                - StrictMath.log(scale)
                - 0.5 * (df + 1) * StrictMath.log1p(t * t / df);
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return outputs.of(0, i);
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        double df = degrees(outputs, i);
        double chiSquared = 2 * Draws.gamma(df / 2, random);
        return outputs.of(0, i) + scale(outputs, i) * Draws.normal(random) * StrictMath.sqrt(df / chiSquared);
    }
}
