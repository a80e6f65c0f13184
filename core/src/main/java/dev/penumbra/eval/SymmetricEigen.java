package dev.penumbra.eval;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix by cyclic Jacobi rotations (Golub &amp; Van Loan, Matrix
 * Computations, section 8.5).
 *
 * @param values  eigenvalues, largest first
 * @param vectors [n][n], row k the unit eigenvector of value k; the sign is free
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record SymmetricEigen(double[] values, double[][] vectors) {
    /** Convergence is quadratic: below ten sweeps in practice. */
    private static final int MAX_SWEEPS = 60;

    /** Rotates away every element above this share of the matrix's Frobenius norm. */
    private static final double TOLERANCE = 1e-15;

    /** Decomposes the finite symmetric matrix {@code a}, [n][n], which is left as it is; time grows with n^3. */
    static SymmetricEigen of(double[][] a) {
        int n = a.length;
        double[][] m = new double[n][];
        double[][] v = new double[n][n];
        double squares = 0;
        for (int i = 0; i < n; i++) {
            m[i] = a[i].clone();
            v[i][i] = 1;
            for (double value : m[i]) {
                squares += value * value;
            }
        }
        if (!Double.isFinite(squares)) {
            throw new IllegalArgumentException("the matrix must be finite");
        }
        double negligible = TOLERANCE * Math.sqrt(squares);
        for (int sweep = 0; sweep < MAX_SWEEPS && sweep(m, v, negligible); sweep++) {}
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -m[k][k]))
                .mapToInt(k -> k)
                .toArray();
        double[] values = new double[n];
        double[][] vectors = new double[n][];
        for (int k = 0; k < n; k++) {
            values[k] = m[order[k]][order[k]];
            vectors[k] = v[order[k]];
        }
        return new SymmetricEigen(values, vectors);
    }

    /** One pass over all pairs; false where nothing was left to rotate. */
    private static boolean sweep(double[][] m, double[][] v, double negligible) {
        boolean rotated = false;
        for (int p = 0; p < m.length; p++) {
            for (int q = p + 1; q < m.length; q++) {
                if (Math.abs(m[p][q]) > negligible) {
                    rotate(m, v, p, q);
                    rotated = true;
                }
            }
        }
        return rotated;
    }

    /** m becomes J^T m J and v becomes J^T v, with the rotation J in the plane (p, q) that makes m[p][q] zero. */
    private static void rotate(double[][] m, double[][] v, int p, int q) {
        double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = t * c;
        double shift = t * m[p][q];
        double pp = m[p][p] - shift;
        double qq = m[q][q] + shift;
        rotateRows(m[p], m[q], c, s);
        rotateRows(v[p], v[q], c, s);
        for (int k = 0; k < m.length; k++) {
            m[k][p] = m[p][k];
            m[k][q] = m[q][k];
        }
        m[p][p] = pp;
        m[q][q] = qq;
        m[p][q] = 0;
        m[q][p] = 0;
    }

    private static void rotateRows(double[] p, double[] q, double c, double s) {
        for (int k = 0; k < p.length; k++) {
            double x = p[k];
            double y = q[k];
            p[k] = c * x - s * y;
            q[k] = s * x + c * y;
        }
    }
}
