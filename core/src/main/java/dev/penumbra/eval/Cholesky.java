package dev.penumbra.eval;

/**
 * A symmetric positive definite matrix as L L^T (Golub &amp; Van Loan, Matrix Computations, section 4.2).
 *
 * @param lower [n][n], L; 0 above the diagonal
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Cholesky(double[][] lower) {

    /**
     * Factors {@code a}, [n][n], of which only the lower triangle is read.
     *
     * @throws IllegalArgumentException where the matrix is not positive definite
     */
    public static Cholesky of(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = a[i][j] - dot(l[i], l[j], j);
                if (i != j) {
                    l[i][j] = rest / l[j][j];
                } else if (rest > 0 && Double.isFinite(rest)) {
                    l[i][i] = Math.sqrt(rest);
                } else {
                    throw new IllegalArgumentException("the matrix is not positive definite");
                }
            }
        }
        return new Cholesky(l);
    }

    /** The y [n] of L y = b. Its squared length is b^T A^-1 b. */
    public double[] forward(double[] b) {
        double[] y = new double[b.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (b[i] - dot(lower[i], y, i)) / lower[i][i];
        }
        return y;
    }

    /** {@link #forward(double[])} of m right sides at a time, [n][m], in their place: loops over them become vector instructions. */
    void forward(double[][] b) {
        for (int i = 0; i < b.length; i++) {
            for (int k = 0; k < i; k++) {
                subtract(b[i], lower[i][k], b[k]);
            }
            divide(b[i], lower[i][i]);
        }
    }

    private static void subtract(double[] y, double factor, double[] x) {
        for (int i = 0; i < y.length; i++) {
            y[i] -= factor * x[i];
        }
    }

    private static void divide(double[] y, double divisor) {
        for (int i = 0; i < y.length; i++) {
            y[i] /= divisor;
        }
    }

    /** The x [n] of A x = b. */
    public double[] solve(double[] b) {
        double[] x = forward(b);
        for (int i = x.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < x.length; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }

    /** log |A|. */
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < lower.length; i++) {
            sum += 2 * StrictMath.log(lower[i][i]);
        }
        return sum;
    }

    private static double dot(double[] a, double[] b, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
