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
}
