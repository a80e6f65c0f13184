package dev.penumbra.eval;

import java.util.Arrays;

/**
 * How much of two samples cannot be told apart, from the leave-one-out errors of the nearest neighbour (Cover &amp; Hart 1967; as a
 * two-sample test Lopez-Paz &amp; Oquab 2017): each point is given to the sample of the point nearest to it, and twice the share of
 * errors estimates the integral of 2 p q / (p + q), the harmonic mean of the densities: 1 where the samples have one distribution, 0
 * where they have nothing in common. It sees points where the other sample has none in both directions.
 */
final class Indistinguishable {
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
        double[] own = new double[2 * n];
        double[] other = new double[2 * n];
        Arrays.fill(own, Double.POSITIVE_INFINITY);
        Arrays.fill(other, Double.POSITIVE_INFINITY);
        for (int i = 0; i < 2 * n; i++) {
            for (int j = 0; j < i; j++) {
                double[] nearest = i < n == j < n ? own : other;
                double distance = squaredDistance(i < n ? a : b, i % n, j < n ? a : b, j % n, size);
                nearest[i] = Math.min(nearest[i], distance);
                nearest[j] = Math.min(nearest[j], distance);
            }
        }
        double errors = 0;
        for (int i = 0; i < 2 * n; i++) {
            errors += other[i] < own[i] ? 1 : other[i] > own[i] ? 0 : 0.5;
        }
        return errors / n;
    }

    private static double squaredDistance(float[] a, int i, float[] b, int j, int size) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            double difference = (double) a[i * size + k] - b[j * size + k];
            sum += difference * difference;
        }
        return sum;
    }
}
