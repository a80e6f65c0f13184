package dev.penumbra.distribution;

/** The modified Bessel function of the first kind, I_nu(x), the same bits on every machine. */
public final class Bessel {
    /** From this sqrt(nu^2 + x^2) on, the terms below leave an error under 1e-12. */
    private static final double LARGE = 25;

    private static final double[][] DEBYE = debye(10);

    private Bessel() {}

    /**
     * log(exp(-x) I_order(x)) with an error below 1e-12 (1 + |result|): the power series where order and x are small, else the
     * uniform asymptotic series (Abramowitz &amp; Stegun 9.6.10 and 9.7.7).
     *
     * @param order at least 0
     * @param x     above 0
     */
    public static double logScaled(double order, double x) {
        double r = StrictMath.sqrt(order * order + x * x);
        return r < LARGE ? powers(order, x) : asymptotic(order, x, r);
    }

    /** All terms are positive. */
    private static double powers(double order, double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= x * x / 4 / (k * (order + k));
            sum += term;
        }
        return order * StrictMath.log(x / 2) - SpecialFunctions.logGamma(order + 1) + StrictMath.log(sum) - x;
    }

    /** Written in r = sqrt(order^2 + x^2), the series has no pole at order 0, where it is Hankel's. */
    private static double asymptotic(double order, double x, double r) {
        double p2 = order * order / (r * r);
        double sum = 0;
        for (int k = DEBYE.length - 1; k >= 0; k--) {
            double polynomial = 0;
            for (int j = k; j >= 0; j--) {
                polynomial = polynomial * p2 + DEBYE[k][j];
            }
            sum = sum / r + polynomial;
        }
        double t = order / x;
        double asinh = StrictMath.log1p(t + t * t / (1 + StrictMath.sqrt(1 + t * t)));
        return order * order / (r + x) - order * asinh - 0.5 * StrictMath.log(2 * Math.PI * r) + StrictMath.log(sum);
    }

    /** Coefficients of the polynomials u_k(p) = p^k sum_j c[k][j] p^2j, by their recurrence (Abramowitz &amp; Stegun 9.3.10). */
    private static double[][] debye(int terms) {
        double[][] c = new double[terms + 1][];
        c[0] = new double[] {1};
        for (int k = 0; k < terms; k++) {
            c[k + 1] = new double[k + 2];
            for (int j = 0; j <= k; j++) {
                double n = k + 2 * j;
                c[k + 1][j] += c[k][j] * (n / 2 + 1 / (8 * (n + 1)));
                c[k + 1][j + 1] -= c[k][j] * (n / 2 + 5 / (8 * (n + 3)));
            }
        }
        return c;
    }
}
