package dev.penumbra.distribution;

import java.util.SplittableRandom;

/** N(mean, exp(logStd)^2), both given by the decoder; {@link LogParameter} keeps logStd softly above -6. */
public record GaussianPerExample() implements Likelihood {
    @Override
    public String text() {
        return "gaussian-per-example";
    }

    @Override
    public int outputsPerValue() {
        return 2;
    }

    private static double logStd(Outputs outputs, int i) {
        return LogParameter.floored(outputs.of(1, i), LogParameter.DENSITY_FLOOR);
    }

    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        return Gaussian.logDensity(x, outputs.of(0, i), logStd(outputs, i));
    }

    @Override
    public double mean(Outputs outputs, int i) {
        return outputs.of(0, i);
    }

    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        return outputs.of(0, i) + StrictMath.exp(logStd(outputs, i)) * Draws.normal(random);
    }
}
