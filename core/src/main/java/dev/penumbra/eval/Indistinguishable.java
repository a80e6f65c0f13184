package dev.penumbra.eval;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much of two samples cannot be told apart, from the leave-one-out errors of the nearest neighbour (Cover &amp; Hart 1967; as a
 * two-sample test Lopez-Paz &amp; Oquab 2017): each point is given to the sample of the point nearest to it, and twice the share of
 * errors estimates the integral of 2 p q / (p + q), the harmonic mean of the densities: 1 where the samples have one distribution, 0
 * where they have nothing in common. It sees points where the other sample has none in both directions.
 */
final class Indistinguishable {
    /** The work is divided so for any number of threads; a few parts for each on most machines. */
    private static final int PARTS = 32;

    /** Values after which it is seen whether a pair can still be near. */
    private static final int BLOCK = 64;

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
        Nearest nearest = IntStream.range(0, PARTS)
                .parallel()
                .mapToObj(part -> nearest(a, b, size, part))
                .reduce(Nearest::closer)
                .orElseThrow();
        double errors = 0;
        for (int i = 0; i < 2 * n; i++) {
            errors += nearest.other[i] < nearest.own[i] ? 1 : nearest.other[i] > nearest.own[i] ? 0 : 0.5;
        }
        return errors / n;
    }

    /**
     * Squared distances of each of the 2n points to what is nearest among some others.
     *
     * @param own   of its own sample
     * @param other of the other sample
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used
    private record Nearest(double[] own, double[] other) {
        Nearest(int count) {
            this(new double[count], new double[count]);
            Arrays.fill(own, Double.POSITIVE_INFINITY);
            Arrays.fill(other, Double.POSITIVE_INFINITY);
        }

        static Nearest closer(Nearest a, Nearest b) {
            Nearest closer = new Nearest(a.own.length);
            Arrays.setAll(closer.own, i -> Math.min(a.own[i], b.own[i]));
            Arrays.setAll(closer.other, i -> Math.min(a.other[i], b.other[i]));
            return closer;
        }
    }

    /** Among the pairs of which the later point belongs to this part. */
    private static Nearest nearest(float[] a, float[] b, int size, int part) {
        int n = a.length / size;
        Nearest nearest = new Nearest(2 * n);
        for (int i = part; i < 2 * n; i += PARTS) {
            for (int j = 0; j < i; j++) {
                double[] near = i < n == j < n ? nearest.own : nearest.other;
                double bound = Math.max(near[i], near[j]);
                double distance =
                        squaredDistance(i < n ? a : b, i % n * size, j < n ? a : b, j % n * size, size, bound);
                near[i] = Math.min(near[i], distance);
                near[j] = Math.min(near[j], distance);
            }
        }
        return nearest;
    }

    /** Or a part of it that is more than {@code bound}. */
    private static double squaredDistance(float[] a, int i, float[] b, int j, int size, double bound) {
        double sum = 0;
        for (int k = 0; k < size && sum <= bound; k += BLOCK) {
            sum += sumOfSquares(a, i + k, b, j + k, Math.min(BLOCK, size - k));
        }
        return sum;
    }

    /** In four sums, so that none waits for the one before. */
    private static double sumOfSquares(float[] a, int i, float[] b, int j, int count) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int k = 0;
        for (; k + 3 < count; k += 4) {
            first += squaredDifference(a[i + k], b[j + k]);
            second += squaredDifference(a[i + k + 1], b[j + k + 1]);
            third += squaredDifference(a[i + k + 2], b[j + k + 2]);
            fourth += squaredDifference(a[i + k + 3], b[j + k + 3]);
        }
        for (; k < count; k++) {
            first += squaredDifference(a[i + k], b[j + k]);
        }
        return first + second + (third + fourth);
    }

    private static double squaredDifference(float a, float b) {
        double difference = (double) a - b;
        return difference * difference;
    }
}
