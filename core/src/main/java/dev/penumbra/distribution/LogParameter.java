package dev.penumbra.distribution;

/**
 * How a network's output becomes the logarithm of a positive parameter. Without bounds, a value that hardly varies drives its
 * scale to 0 and its density to infinity, which swamps all else (Mattei &amp; Frellsen 2018), and exp overflows; one example far
 * from all others can get a posterior so wide that its KL is the mean of all.
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

    /**
     * Between these, {@link #softened} is the identity: standard deviations of z from exp(-10) = 0.00005 to exp(3) = 20, wider on both
     * sides than what a prior of unit scale leaves to a posterior.
     */
    public static final double SOFT_LOW = -10;

    public static final double SOFT_HIGH = 3;

    private LogParameter() {}

    /**
     * The log standard deviation of z that a network's output stands for: bound + d / (1 + |d|), with bound the nearest number in
     * [{@link #SOFT_LOW}, {@link #SOFT_HIGH}] and d = output - bound. Inside, the output itself, bit for bit; outside it never goes
     * further than 1, and its slope never is 0.
     */
    public static float softened(float output) {
        float bound = Math.clamp(output, (float) SOFT_LOW, (float) SOFT_HIGH);
        float beyond = output - bound;
        return bound + beyond / (1 + Math.abs(beyond));
    }

    /** The derivative of {@link #softened}: 1 / (1 + |d|)^2. */
    public static float softenedSlope(float output) {
        float beyond = output - Math.clamp(output, (float) SOFT_LOW, (float) SOFT_HIGH);
        float whole = 1 + Math.abs(beyond);
        return 1 / (whole * whole);
    }

    /** The output, kept in [{@link #LOW}, {@link #HIGH}]. */
    static double bounded(double output) {
        return Math.clamp(output, LOW, HIGH);
    }

    /** floor + softplus(output - floor): above the floor nearly the output itself, with a gradient everywhere; at most HIGH. */
    static double floored(double output, double floor) {
        return Math.min(HIGH, floor + SpecialFunctions.softplus(output - floor));
    }
}
