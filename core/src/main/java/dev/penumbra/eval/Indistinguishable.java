package dev.penumbra.eval;

import java.util.stream.IntStream;

/**
 * How much of two samples cannot be told apart, from the leave-one-out errors of the nearest neighbour (Cover &amp; Hart 1967; as a
 * two-sample test Lopez-Paz &amp; Oquab 2017): each point is given to the sample of the point nearest to it, and twice the share of
 * errors estimates the integral of 2 p q / (p + q), the harmonic mean of the densities: 1 where the samples have one distribution, 0
 * where they have nothing in common. It sees points where the other sample has none in both directions.
 */
final class Indistinguishable {
    /** Points whose distances to all others are found in one pass, which reads each of these once for all. */
    private static final int GROUP = 4;

    private Indistinguishable() {}

    /**
     * Twice the share of errors, about 0 to 1; values a little above 1 are noise. Its standard error is at most
     * 1 / sqrt(points).
     *
     * @param a    [n, d], n at least 2
     * @param b    [n, d], as many
     * @param size d
     */
    static double share(float[] a, float[] b, int size) {
        int n = a.length / size;
        if (n < 2 || a.length != b.length || a.length != n * size) {
            throw new IllegalArgumentException(
                    "two samples of [n, " + size + "] are needed, got " + a.length + " and " + b.length + " values");
        }
        float[][] columns = new float[size][2 * n];
        for (int k = 0; k < size; k++) {
            for (int i = 0; i < n; i++) {
                columns[k][i] = a[i * size + k];
                columns[k][n + i] = b[i * size + k];
            }
        }
        // Sums of halves, exact in any order.
        double errors = IntStream.range(0, (2 * n + GROUP - 1) / GROUP)
                .parallel()
                .mapToDouble(group -> errors(columns, group * GROUP))
                .sum();
        return errors / n;
    }

    /** How many of a group of points are nearer to the other half of the points than to their own; equally near is half a one. */
    private static double errors(float[][] columns, int from) {
        int points = columns[0].length;
        float[][] squares = new float[GROUP][points];
        int[] group = IntStream.range(from, from + GROUP)
                .map(i -> Math.min(i, points - 1))
                .toArray();
        for (float[] column : columns) {
            addSquares(column, group, squares[0], squares[1], squares[2], squares[3]);
        }
        double errors = 0;
        for (int i = from; i < Math.min(from + GROUP, points); i++) {
            float[] distance = squares[i - from];
            distance[i] = Float.POSITIVE_INFINITY;
            float first = least(distance, 0, points / 2);
            float second = least(distance, points / 2, points);
            float own = i < points / 2 ? first : second;
            float other = i < points / 2 ? second : first;
            errors += other < own ? 1 : other > own ? 0 : 0.5;
        }
        return errors;
    }

    /** Adds the squared differences of all values and those of a group. */
    private static void addSquares(float[] values, int[] group, float[] s0, float[] s1, float[] s2, float[] s3) {
        float p0 = values[group[0]];
        float p1 = values[group[1]];
        float p2 = values[group[2]];
        float p3 = values[group[3]];
        for (int j = 0; j < values.length; j++) {
            s0[j] = Math.fma(values[j] - p0, values[j] - p0, s0[j]);
            s1[j] = Math.fma(values[j] - p1, values[j] - p1, s1[j]);
            s2[j] = Math.fma(values[j] - p2, values[j] - p2, s2[j]);
            s3[j] = Math.fma(values[j] - p3, values[j] - p3, s3[j]);
        }
    }

    private static float least(float[] values, int from, int to) {
        float least = Float.POSITIVE_INFINITY;
        for (int j = from; j < to; j++) {
            least = Math.min(least, values[j]);
        }
        return least;
    }
}
