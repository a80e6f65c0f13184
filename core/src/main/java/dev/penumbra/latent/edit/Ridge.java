package dev.penumbra.latent.edit;

import dev.penumbra.eval.Cholesky;

/**
 * Ridge regression of centred values on centred rows: w minimizes |X w - y|^2 + lambda |w|^2, so w = (X^T X + lambda I)^-1 X^T y
 * (Hoerl &amp; Kennard 1970), which is X^T (X X^T + lambda I)^-1 y: the smaller of the two systems is solved. Of the indicator of a class,
 * w has for small lambda the direction of Fisher's linear discriminant.
 */
final class Ridge {
    private final double[][] x;
    private final Cholesky factor;
    private final boolean wide;

    /**
     * Prepares.
     *
     * @param x        [n][d], columns of mean 0
     * @param strength lambda as a part of the mean of the diagonal of the system that is solved
     * @throws IllegalArgumentException where all of x is 0
     */
    Ridge(double[][] x, double strength) {
        this.x = x;
        this.wide = x[0].length > x.length;
        double[][] system = wide ? outer(x) : inner(x);
        double trace = 0;
        for (int i = 0; i < system.length; i++) {
            trace += system[i][i];
        }
        for (int i = 0; i < system.length; i++) {
            system[i][i] += strength * trace / system.length;
        }
        this.factor = Cholesky.of(system);
    }

    /** The weights of {@code y}, [n] of mean 0: [d]. */
    double[] weights(double[] y) {
        return wide ? Vectors.combine(x, factor.solve(y)) : factor.solve(Vectors.combine(x, y));
    }

    /** The lower triangle of X^T X. */
    private static double[][] inner(double[][] x) {
        int d = x[0].length;
        double[][] sum = new double[d][d];
        for (double[] row : x) {
            for (int j = 0; j < d; j++) {
                double[] into = sum[j];
                double value = row[j];
                for (int k = 0; k <= j; k++) {
                    into[k] += value * row[k];
                }
            }
        }
        return sum;
    }

    /** The lower triangle of X X^T. */
    private static double[][] outer(double[][] x) {
        double[][] out = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k <= i; k++) {
                out[i][k] = Vectors.dot(x[i], x[k]);
            }
        }
        return out;
    }
}
