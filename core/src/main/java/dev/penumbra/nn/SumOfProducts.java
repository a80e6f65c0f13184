package dev.penumbra.nn;

/**
 * The one inner loop of the exact runtime: c += a b for matrices, each sum of c taken over the inner dimension in ascending
 * order. It runs along the rows of b and c, where vector instructions help without reordering any sum; rows are arrays of their
 * own because the compiler vectorizes only where it sees no offsets. Products are added by {@link Math#fma}, which rounds once: IEEE
 * 754 defines each of its bits, so the result is the same on every machine, and it is one instruction on those of the last decade.
 */
final class SumOfProducts {
    /** Rows of b that one pass over a row of c adds: more would not fit the registers. */
    private static final int STEP = 8;

    private SumOfProducts() {}

    /**
     * c[i][j] = c[i][j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ..., from left to right, rounded after each term. All values of b are
     * finite.
     *
     * @param a       [rows][inner]
     * @param b       [inner][at least columns]
     * @param c       [rows][at least columns]
     * @param columns how many columns of b and c take part
     */
    static void add(float[][] a, float[][] b, float[][] c, int columns) {
        int inner = b.length;
        int k = 0;
        for (; k + STEP <= inner; k += STEP) {
            for (int i = 0; i < c.length; i++) {
                addEight(
                        a[i], k, b[k], b[k + 1], b[k + 2], b[k + 3], b[k + 4], b[k + 5], b[k + 6], b[k + 7], c[i],
                        columns);
            }
        }
        for (; k < inner; k++) {
            for (int i = 0; i < c.length; i++) {
                addOne(a[i][k], b[k], c[i], columns);
            }
        }
    }

    private static void addEight(
            float[] a,
            int k,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] b4,
            float[] b5,
            float[] b6,
            float[] b7,
            float[] c,
            int columns) {
        float a0 = a[k];
        float a1 = a[k + 1];
        float a2 = a[k + 2];
        float a3 = a[k + 3];
        float a4 = a[k + 4];
        float a5 = a[k + 5];
        float a6 = a[k + 6];
        float a7 = a[k + 7];
        // Eight zeros in a row, as at the edge of a drawing, add nothing.
        if (a0 == 0 && a1 == 0 && a2 == 0 && a3 == 0 && a4 == 0 && a5 == 0 && a6 == 0 && a7 == 0) {
            return;
        }
        for (int j = 0; j < columns; j++) {
            float low = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
            c[j] = Math.fma(a7, b7[j], Math.fma(a6, b6[j], Math.fma(a5, b5[j], Math.fma(a4, b4[j], low))));
        }
    }

    private static void addOne(float a, float[] b, float[] c, int columns) {
        for (int j = 0; j < columns; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }
}
