package dev.penumbra.distribution;

import java.util.SplittableRandom;

/** Random numbers of the usual distributions, the same on every machine. */
final class Draws {
    private Draws() {}

    /** N(0, 1) by Marsaglia's polar method. */
    static double normal(SplittableRandom random) {
        double u;
        double s;
        do {
            u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            s = u * u + v * v;
        } while (s >= 1 || s == 0);
        return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
    }

    /** Gamma of shape {@code a} and scale 1 (Marsaglia &amp; Tsang 2000). */
    static double gamma(double a, SplittableRandom random) {
        if (a < 1) {
            return gamma(a + 1, random) * StrictMath.pow(1 - random.nextDouble(), 1 / a);
        }
        double d = a - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal(random);
            double v = 1 + c * x;
            v = v * v * v;
            if (v > 0 && StrictMath.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    /** Poisson: by products of uniform numbers where {@code rate} is small, else by Hörmann's PTRS (1993). */
    static double poisson(double rate, SplittableRandom random) {
        if (rate < 10) {
            double limit = StrictMath.exp(-rate);
            int k = 0;
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                k++;
            }
            return k;
        }
        double b = 0.931 + 2.53 * StrictMath.sqrt(rate);
        double a = -0.059 + 0.02483 * b;
        double logInverseAlpha = StrictMath.log(1.1239 + 1.1328 / (b - 3.4));
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = 1 - random.nextDouble();
            double us = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / us + b) * u + rate + 0.43);
            if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) {
                return k;
            }
            if (k >= 0
                    && (us >= 0.013 || v <= us)
                    && StrictMath.log(v) + logInverseAlpha - StrictMath.log(a / (us * us) + b)
                            <= k * StrictMath.log(rate) - rate - SpecialFunctions.logGamma(k + 1)) {
                return k;
            }
        }
    }
}
