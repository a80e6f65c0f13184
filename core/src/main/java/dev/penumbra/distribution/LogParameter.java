package dev.penumbra.distribution;

/**
 * How a decoder's output becomes the logarithm of a positive parameter. Without bounds, a value that hardly varies drives its
 * scale to 0 and its density to infinity, which swamps all else (Mattei &amp; Frellsen 2018), and exp overflows.
 */
public final class LogParameter {
    /** Bounds of {@link #bounded}. */
    public static final double LOW = -30;

    public static final double HIGH = 20;

    /**
     * The lowest log scale of a density: exp(-6) = 0.0025 is below the step of a pixel, 1/255, and a four-hundredth of the
     * deviation of a standardized column.
     */
    public static final double DENSITY_FLOOR = -6;

    private LogParameter() {}

    /** The output, kept in [{@link #LOW}, {@link #HIGH}]. */
    static double bounded(double output) {
        return Math.clamp(output, LOW, HIGH);
    }

    /** floor + softplus(output - floor): above the floor nearly the output itself, with a gradient everywhere; at most HIGH. */
    static double floored(double output, double floor) {
        return Math.min(HIGH, floor + SpecialFunctions.softplus(output - floor));
    }
}
