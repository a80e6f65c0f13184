package dev.penumbra.distribution;

/** Functions that the JDK lacks, the same bits on every machine. */
public final class SpecialFunctions {
    static final double HALF_LOG_2_PI = 0.5 * StrictMath.log(2 * Math.PI);

    private SpecialFunctions() {}

    /** log(1 + exp(x)), for any x. */
    public static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** 1 / (1 + exp(-x)), for any x. */
    public static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
