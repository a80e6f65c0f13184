package dev.penumbra.codec;

import dev.penumbra.distribution.SpecialFunctions;

/** The 2^{@value #BITS} intervals of equal mass of N(0, 1), which stand for the values of a latent dimension (Townsend et al. 2019). */
final class Bins {
    /**
     * Enough that an interval is narrow beside the posteriors of trained models; each bit more is a bit of each dimension that lies
     * unused at the bottom of a stack.
     */
    static final int BITS = 12;

    static final int COUNT = 1 << BITS;

    /** Lower ends, the first one -Infinity. */
    private static final double[] EDGES = new double[COUNT];

    /** Medians. */
    private static final double[] CENTRES = new double[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            EDGES[i] = i == 0 ? Double.NEGATIVE_INFINITY : quantile((double) i / COUNT);
            CENTRES[i] = quantile((i + 0.5) / COUNT);
        }
    }

    private Bins() {}

    /** By bisection: the last digit is settled. */
    private static double quantile(double p) {
        if (p > 0.5) {
            return -quantile(1 - p);
        }
        double low = -8;
        double high = 0;
        for (double middle = -4; middle > low && middle < high; middle = 0.5 * (low + high)) {
            if (SpecialFunctions.normalCdf(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The value that interval {@code i} stands for. */
    static double centre(int i) {
        return CENTRES[i];
    }

    /** The masses of the intervals under N(mean, std^2); {@code std} may be 0. */
    static Cumulative of(double mean, double std) {
        double inverse = 1 / Math.max(std, 1e-9);
        return i -> Cumulative.below(
                i == 0 || i == COUNT ? 0 : SpecialFunctions.normalCdf((EDGES[i] - mean) * inverse), i, COUNT);
    }
}
