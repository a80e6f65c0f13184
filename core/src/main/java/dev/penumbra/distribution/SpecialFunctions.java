package dev.penumbra.distribution;

/** Functions that the JDK lacks, the same bits on every machine. */
public final class SpecialFunctions {
    /** log(2 pi) / 2, of the density of a Gaussian. */
    public static final double HALF_LOG_2_PI = 0.5 * StrictMath.log(2 * Math.PI);

    /** From here on Stirling's series, as far as it goes below, is exact in double precision. */
    private static final int STIRLING = 12;

    private SpecialFunctions() {}

    /** log(1 + exp(x)), for any x. */
    public static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** 1 / (1 + exp(-x)), for any x. */
    public static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** log(1 - exp(-x)) for x above 0, without cancellation on either side of log 2 (M&auml;chler 2012). */
    public static double log1mExp(double x) {
        return x < 0.7 ? StrictMath.log(-StrictMath.expm1(-x)) : StrictMath.log1p(-StrictMath.exp(-x));
    }

    /** log(sum of exp(x)) over {@code x} without overflow: the largest is taken out of the sum. -Infinity for none. */
    public static double logSumExp(double[] x) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : x) {
            largest = Math.max(largest, value);
        }
        if (Double.isInfinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (double value : x) {
            sum += StrictMath.exp(value - largest);
        }
        return largest + StrictMath.log(sum);
    }

    /** log Gamma(x) for x above 0: Stirling's series, after a shift by Gamma(x + 1) = x Gamma(x). Error below 1e-13 (1 + |result|). */
    public static double logGamma(double x) {
        double product = 1;
        double shifted = x;
        while (shifted < STIRLING) {
            product *= shifted;
            shifted++;
        }
        return (shifted - 0.5) * StrictMath.log(shifted)
                - shifted
                + HALF_LOG_2_PI
                + stirling(shifted)
                - StrictMath.log(product);
    }

    /**
     * log Gamma(x + t) - log Gamma(x) for x above 0 and t at least 0: the logarithm of x (x + 1) ... (x + t - 1) for a whole t.
     * Stirling's series of both, so that nothing large cancels where x is large.
     */
    public static double logRising(double x, double t) {
        double ratio = 1;
        double shifted = x;
        while (shifted < STIRLING) {
            ratio *= 1 + t / shifted;
            shifted++;
        }
        return (shifted - 0.5) * StrictMath.log1p(t / shifted)
                + t * (StrictMath.log(shifted + t) - 1)
                + stirling(shifted + t)
                - stirling(shifted)
                - StrictMath.log(ratio);
    }

    /** P(N(0, 1) < x), with an absolute error below 1e-12. */
    public static double normalCdf(double x) {
        return x < 0 ? normalTail(-x) : 1 - normalTail(x);
    }

    /** P(N(0, 1) > x) for x at least 0, with a relative error below 1e-12: a series, or a continued fraction (A&amp;S 26.2.11, 26.2.14). */
    static double normalTail(double x) {
        double density = StrictMath.exp(-0.5 * x * x - HALF_LOG_2_PI);
        if (x < 3) {
            double sum = 0;
            double term = x;
            for (int k = 3; term > 1e-17 * sum; k += 2) {
                sum += term;
                term *= x * x / k;
            }
            return 0.5 - density * sum;
        }
        double fraction = x;
        for (int k = 80; k >= 1; k--) {
            fraction = x + k / fraction;
        }
        return density / fraction;
    }

    /** Stirling's series after its leading terms: sum of B(2n) / (2n (2n - 1) x^(2n - 1)) (Abramowitz &amp; Stegun 6.1.41). */
    private static double stirling(double x) {
        double y = 1 / (x * x);
        double series = 1.0 / 156;
        series = series * y - 691.0 / 360360;
        series = series * y + 1.0 / 1188;
        series = series * y - 1.0 / 1680;
        series = series * y + 1.0 / 1260;
        series = series * y - 1.0 / 360;
        series = series * y + 1.0 / 12;
        return series / x;
    }
}
