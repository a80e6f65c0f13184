package dev.penumbra.eval;

import java.util.Arrays;

/** log sum exp, in double precision. */
public final class LogSum {
    private LogSum() {}

    /** log sum_i exp(terms[i]) without overflow: the largest term is taken out of the sum. */
    public static double of(double[] terms) {
        double max = Arrays.stream(terms).max().orElse(Double.NEGATIVE_INFINITY);
        if (Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (double term : terms) {
            sum += StrictMath.exp(term - max);
        }
        return max + StrictMath.log(sum);
    }
}
