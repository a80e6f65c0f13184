package dev.penumbra.nn;

/**
 * The one inner loop of the exact runtime: c += a b for matrices, each sum of c taken over the inner dimension in ascending
 * order. It runs along the rows of b and c, where vector instructions help without reordering any sum; rows are arrays of their
 * own because the compiler vectorizes only where it sees no offsets. Java's float arithmetic is IEEE 754 without contraction to
 * fused operations (JLS 15.4), so the result has the same bits on every machine.
 */
final class SumOfProducts {
    /** Rows of b that one pass over a row of c adds: more would not fit the registers. */
    private static final int STEP = 8;

    private SumOfProducts() {}

    /**
     * c[i][j] = c[i][j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ..., from left to right.
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
        for (int j = 0; j < columns; j++) {
            c[j] = c[j]
                    + a0 * b0[j]
                    + a1 * b1[j]
                    + a2 * b2[j]
                    + a3 * b3[j]
                    + a4 * b4[j]
                    + a5 * b5[j]
                    + a6 * b6[j]
                    + a7 * b7[j];
        }
    }

    private static void addOne(float a, float[] b, float[] c, int columns) {
        for (int j = 0; j < columns; j++) {
            c[j] = c[j] + a * b[j];
        }
    }
}
