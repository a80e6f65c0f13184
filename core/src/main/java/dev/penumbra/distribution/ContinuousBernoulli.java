package dev.penumbra.distribution;

import java.util.SplittableRandom;

/**
 * The density on [0, 1] proportional to s^x (1 - s)^(1 - x), s = sigmoid(l), with the logit l as output: what the Bernoulli's
 * cross-entropy on grey values lacks to be a density (Loaiza-Ganem &amp; Cunningham 2019). In terms of l it is
 * exp(l x) l / (exp(l) - 1).
 */
public record ContinuousBernoulli() implements Likelihood {
    /** Below this |l|, series: their errors are less than 1e-16, the closed forms' cancellation more. */
    private static final double NEAR = 0.01;

    @Override
    public String text() {
        return "continuous-bernoulli";
    }

    @Override
    public int outputsPerValue() {
        return 1;
    }

    @Override
    public double logDensity(double x, Outputs outputs, int i) {
        double l = outputs.of(0, i);
        return x * l - logNormalizer(l);
    }

    /** log((exp(l) - 1) / l); by |l|, since f(l) = l + f(-l). */
    private static double logNormalizer(double l) {
        double a = Math.abs(l);
        if (a < NEAR) {
            return l / 2 + l * l / 24 - l * l * l * l / 2880;
        }
        return Math.max(l, 0) + SpecialFunctions.log1mExp(a) - StrictMath.log(a);
    }

    /** 1 / (1 - exp(-l)) - 1 / l. */
    @Override
    public double mean(Outputs outputs, int i) {
        double l = outputs.of(0, i);
        if (Math.abs(l) < NEAR) {
            return 0.5 + l / 12 - l * l * l / 720;
        }
        return -1 / StrictMath.expm1(-l) - 1 / l;
    }

    /** By inversion of (exp(l x) - 1) / (exp(l) - 1), mirrored where exp(l) could overflow. */
    @Override
    public double sample(Outputs outputs, int i, SplittableRandom random) {
        double l = outputs.of(0, i);
        double u = random.nextDouble();
        double a = Math.abs(l);
        double below = a == 0 ? u : -StrictMath.log1p(u * StrictMath.expm1(-a)) / a;
        return Math.min(1, l > 0 ? 1 - below : below);
    }

    @Override
    public boolean supports(double x) {
        return x >= 0 && x <= 1;
    }

    @Override
    public String support() {
        return "values in [0, 1]";
    }
}
