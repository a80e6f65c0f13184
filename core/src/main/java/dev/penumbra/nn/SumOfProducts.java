package dev.penumbra.nn;

/**
 * The one inner loop of the exact runtime: c += a b for matrices, each sum of c taken over the inner dimension in ascending
 * order. It runs along the rows of b and c, where vector instructions help without reordering any sum; rows are arrays of their
 * own because the compiler vectorizes only where it sees no offsets. Products are added by {@link Math#fma}, which rounds once: IEEE
 * 754 defines each of its bits, so the result is the same on every machine, and it is one instruction on those of the last decade.
 */
final class SumOfProducts {
    /** Rows of c and of b that one pass takes: what it loads of each then serves four products, and all of it fits the registers. */
    private static final int TILE = 4;

    private SumOfProducts() {}

    /**
     * c[i][j] = c[i][j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ..., from left to right, rounded after each term, and 0 for -0. All
     * values of b are finite.
     *
     * @param a       [rows][inner]
     * @param b       [inner][at least columns]
     * @param c       [rows][at least columns]
     * @param columns how many columns of b and c take part
     */
    static void add(float[][] a, float[][] b, float[][] c, int columns) {
        int inner = b.length;
        int tiledRows = c.length - c.length % TILE;
        int k = 0;
        for (; k + TILE <= inner; k += TILE) {
            for (int i = 0; i < tiledRows; i += TILE) {
                addTile(a, i, b, k, c, columns);
            }
            for (int i = tiledRows; i < c.length; i++) {
                addFour(a[i], b, k, c[i], columns);
            }
        }
        for (; k < inner; k++) {
            for (int i = 0; i < c.length; i++) {
                addOne(a[i][k], b[k], c[i], columns);
            }
        }
        for (float[] row : c) {
            unsignZeros(row, columns);
        }
    }

    /** Four rows of b to four rows of c. */
    private static void addTile(float[][] a, int i, float[][] b, int k, float[][] c, int columns) {
        if (zeros(a[i], k) && zeros(a[i + 1], k) && zeros(a[i + 2], k) && zeros(a[i + 3], k)) {
            return;
        }
        float a00 = a[i][k];
        float a01 = a[i][k + 1];
        float a02 = a[i][k + 2];
        float a03 = a[i][k + 3];
        float a10 = a[i + 1][k];
        float a11 = a[i + 1][k + 1];
        float a12 = a[i + 1][k + 2];
        float a13 = a[i + 1][k + 3];
        float a20 = a[i + 2][k];
        float a21 = a[i + 2][k + 1];
        float a22 = a[i + 2][k + 2];
        float a23 = a[i + 2][k + 3];
        float a30 = a[i + 3][k];
        float a31 = a[i + 3][k + 1];
        float a32 = a[i + 3][k + 2];
        float a33 = a[i + 3][k + 3];
        float[] b0 = b[k];
        float[] b1 = b[k + 1];
        float[] b2 = b[k + 2];
        float[] b3 = b[k + 3];
        float[] c0 = c[i];
        float[] c1 = c[i + 1];
        float[] c2 = c[i + 2];
        float[] c3 = c[i + 3];
        for (int j = 0; j < columns; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            c0[j] = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
            c1[j] = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
            c2[j] = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
            c3[j] = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
        }
    }

    /** Whether four values of a, as at the edge of a drawing, are zeros, which add nothing. */
    private static boolean zeros(float[] a, int k) {
        return a[k] == 0 && a[k + 1] == 0 && a[k + 2] == 0 && a[k + 3] == 0;
    }

    /** Four rows of b to one row of c. */
    private static void addFour(float[] a, float[][] b, int k, float[] c, int columns) {
        if (zeros(a, k)) {
            return;
        }
        float a0 = a[k];
        float a1 = a[k + 1];
        float a2 = a[k + 2];
        float a3 = a[k + 3];
        float[] b0 = b[k];
        float[] b1 = b[k + 1];
        float[] b2 = b[k + 2];
        float[] b3 = b[k + 3];
        for (int j = 0; j < columns; j++) {
            c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    private static void addOne(float a, float[] b, float[] c, int columns) {
        for (int j = 0; j < columns; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }

    /** Makes -0 to 0: which of them a sum without terms other than zeros comes to depends on which zeros were left out. */
    private static void unsignZeros(float[] c, int columns) {
        for (int j = 0; j < columns; j++) {
            c[j] += 0.0f;
        }
    }
}
