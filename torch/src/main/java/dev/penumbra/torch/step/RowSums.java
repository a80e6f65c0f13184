package dev.penumbra.torch.step;

/**
 * Adds multiples of rows to a row. Each loop runs over arrays with one index, which is the form that the compiler turns into vector
 * instructions, multiplying and adding in one; eight rows at once, because then the sum is loaded and stored an eighth as often.
 */
final class RowSums {
    private RowSums() {}

    /** y += sum of x[k] rows[at[k]] over k = 0 .. count-1. */
    static void add(float[] y, float[][] rows, int[] at, float[] x, int count) {
        int k = 0;
        for (; k + 8 <= count; k += 8) {
            add8(y, rows, at, k, x);
        }
        for (; k + 4 <= count; k += 4) {
            add4(y, rows, at, k, x);
        }
        for (; k < count; k++) {
            add(y, rows[at[k]], x[k]);
        }
    }

    private static void add(float[] y, float[] a, float x) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.fma(x, a[i], y[i]);
        }
    }

    private static void add4(float[] y, float[][] rows, int[] at, int k, float[] x) {
        add4(y, rows[at[k]], rows[at[k + 1]], rows[at[k + 2]], rows[at[k + 3]], x[k], x[k + 1], x[k + 2], x[k + 3]);
    }

    private static void add4(
            float[] y, float[] a, float[] b, float[] c, float[] d, float xa, float xb, float xc, float xd) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.fma(xa, a[i], Math.fma(xb, b[i], Math.fma(xc, c[i], Math.fma(xd, d[i], y[i]))));
        }
    }

    private static void add8(float[] y, float[][] rows, int[] at, int k, float[] x) {
        add8(
                y,
                rows[at[k]],
                rows[at[k + 1]],
                rows[at[k + 2]],
                rows[at[k + 3]],
                rows[at[k + 4]],
                rows[at[k + 5]],
                rows[at[k + 6]],
                rows[at[k + 7]],
                x,
                k);
    }

    private static void add8(
            float[] y,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float[] e,
            float[] f,
            float[] g,
            float[] h,
            float[] x,
            int k) {
        float xa = x[k];
        float xb = x[k + 1];
        float xc = x[k + 2];
        float xd = x[k + 3];
        float xe = x[k + 4];
        float xf = x[k + 5];
        float xg = x[k + 6];
        float xh = x[k + 7];
        for (int i = 0; i < y.length; i++) {
            float low = Math.fma(xa, a[i], Math.fma(xb, b[i], Math.fma(xc, c[i], Math.fma(xd, d[i], y[i]))));
            y[i] = low + Math.fma(xe, e[i], Math.fma(xf, f[i], Math.fma(xg, g[i], xh * h[i])));
        }
    }
}
