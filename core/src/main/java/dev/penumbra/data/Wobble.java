package dev.penumbra.data;

import java.util.SplittableRandom;

/** A smooth random deformation of the unit square: a hand's own way. Sums of slow waves and a small change of proportions. */
final class Wobble {
    private static final int WAVES = 3;
    private static final double AMPLITUDE = 0.075;

    /** Per wave: wave numbers, phase, and the displacement in x and y. */
    private final double[][] waves = new double[WAVES][];

    private final double widen;
    private final double turn;

    Wobble(SplittableRandom random) {
        widen = 1 + 0.5 * (random.nextDouble() - 0.5);
        turn = 0.36 * (random.nextDouble() - 0.5);
        for (int k = 0; k < WAVES; k++) {
            waves[k] = new double[] {
                symmetric(random, 5),
                symmetric(random, 5),
                symmetric(random, StrictMath.PI),
                symmetric(random, AMPLITUDE),
                symmetric(random, AMPLITUDE)
            };
        }
    }

    private static double symmetric(SplittableRandom random, double bound) {
        return bound * (2 * random.nextDouble() - 1);
    }

    void move(double[] point) {
        double x = point[0] - 0.5;
        double y = point[1] - 0.5;
        double dx = 0;
        double dy = 0;
        for (double[] w : waves) {
            double s = StrictMath.sin(w[0] * x + w[1] * y + w[2]);
            dx += w[3] * s;
            dy += w[4] * s;
        }
        point[0] = 0.5 + widen * x - turn * y + dx;
        point[1] = 0.5 + y + turn * x + dy;
    }
}
