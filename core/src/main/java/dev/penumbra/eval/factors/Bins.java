package dev.penumbra.eval.factors;

import java.util.Arrays;

/**
 * The split points that trees may choose from: between all neighbouring values of a dimension; where those are too many, the
 * widest gap in each of 255 ranges of as many neighbours, so that clusters are told apart exactly.
 *
 * @param edges [v][at most 255], ascending; x belongs to the bin whose number is the count of edges below x
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Bins(double[][] edges) {
    /** Bins of a dimension, so that a number of a bin is a byte. */
    static final int COUNT = 256;

    /** The split points of {@code x}, [n][v]. */
    static Bins of(double[][] x) {
        double[][] edges = new double[x[0].length][];
        for (int j = 0; j < edges.length; j++) {
            int dimension = j;
            double[] values = Arrays.stream(x)
                    .mapToDouble(row -> row[dimension])
                    .sorted()
                    .distinct()
                    .toArray();
            int count = Math.min(COUNT, values.length) - 1;
            edges[j] = new double[count];
            for (int e = 0; e < count; e++) {
                int at = widestGap(values, 1 + at(e, values, count), 1 + at(e + 1, values, count));
                edges[j][e] = values[at - 1] + (values[at] - values[at - 1]) / 2;
            }
        }
        return new Bins(edges);
    }

    private static int at(int e, double[] values, int count) {
        return (int) ((long) e * (values.length - 1) / count);
    }

    /** The rank in [from, to) whose value is the farthest from the one before it. */
    private static int widestGap(double[] values, int from, int to) {
        int best = from;
        for (int r = from + 1; r < to; r++) {
            best = values[r] - values[r - 1] > values[best] - values[best - 1] ? r : best;
        }
        return best;
    }

    /** The numbers of the bins of {@code x}, [v][n], each a byte without a sign. */
    byte[][] encode(double[][] x) {
        byte[][] codes = new byte[edges.length][x.length];
        for (int j = 0; j < edges.length; j++) {
            for (int i = 0; i < x.length; i++) {
                int found = Arrays.binarySearch(edges[j], x[i][j]);
                codes[j][i] = (byte) (found < 0 ? -found - 1 : found);
            }
        }
        return codes;
    }
}
