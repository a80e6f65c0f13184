package dev.penumbra.eval.factors;

import java.util.Arrays;

/**
 * A tree of three levels of splits, grown for the largest decrease of the squared error (Breiman et al. 1984). Node k has the
 * children 2k + 1 and 2k + 2; a node that need not be split sends all to its left.
 *
 * @param dimension [7], on which latent dimension a node splits
 * @param bin       [7], the last bin that goes left
 * @param value     [8], of each leaf
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record RegressionTree(int[] dimension, int[] bin, double[] value) {
    private static final int DEPTH = 3;
    private static final int SPLITS = (1 << DEPTH) - 1;

    /** A smaller decrease of the mean squared error is rounding. */
    private static final double NEGLIGIBLE = 1e-16;

    /**
     * Grows a tree. A leaf's value is the Newton step of its examples: scale * sum of the residuals / sum of the curvatures.
     *
     * @param codes       [v][n], see {@link Bins}
     * @param residual    [n], what splits tell apart
     * @param curvature   [n]
     * @param importances [v], to which each split adds its decrease of the squared error
     */
    static RegressionTree grow(
            byte[][] codes, double[] residual, double[] curvature, double scale, double[] importances) {
        int[] node = new int[residual.length];
        int[] dimension = new int[SPLITS];
        int[] bin = new int[SPLITS];
        Arrays.fill(bin, Bins.COUNT);
        for (int depth = 0; depth < DEPTH; depth++) {
            int first = (1 << depth) - 1;
            double[] best = new double[1 << depth];
            for (int j = 0; j < codes.length; j++) {
                double[] sum = new double[Bins.COUNT << depth];
                int[] count = new int[Bins.COUNT << depth];
                for (int i = 0; i < node.length; i++) {
                    int at = ((node[i] - first) << 8) + (codes[j][i] & 0xff);
                    sum[at] += residual[i];
                    count[at]++;
                }
                for (int k = 0; k < best.length; k++) {
                    split(sum, count, k, first, j, best, dimension, bin);
                }
            }
            for (int k = 0; k < best.length; k++) {
                importances[dimension[first + k]] += best[k];
            }
            for (int i = 0; i < node.length; i++) {
                node[i] = child(codes, dimension, bin, node[i], i);
            }
        }
        double[] numerator = new double[SPLITS + 1];
        double[] denominator = new double[SPLITS + 1];
        for (int i = 0; i < node.length; i++) {
            numerator[node[i] - SPLITS] += residual[i];
            denominator[node[i] - SPLITS] += curvature[i];
        }
        double[] value = new double[SPLITS + 1];
        for (int k = 0; k < value.length; k++) {
            value[k] = denominator[k] < 1e-150 ? 0 : scale * numerator[k] / denominator[k];
        }
        return new RegressionTree(dimension, bin, value);
    }

    /** Makes the best split of node {@code first + k} on dimension {@code j} its split, where it is better than what it has. */
    private static void split(
            double[] sum, int[] count, int k, int first, int j, double[] best, int[] dimension, int[] bin) {
        int from = k * Bins.COUNT;
        double total = 0;
        int members = 0;
        for (int b = from; b < from + Bins.COUNT; b++) {
            total += sum[b];
            members += count[b];
        }
        double leftSum = 0;
        int left = 0;
        for (int b = from; left + count[b] < members; b++) {
            if (count[b] == 0) {
                continue;
            }
            leftSum += sum[b];
            left += count[b];
            double difference = leftSum / left - (total - leftSum) / (members - left);
            double decrease = (double) left * (members - left) / members * difference * difference;
            if (decrease > best[k] && decrease > NEGLIGIBLE * members) {
                best[k] = decrease;
                dimension[first + k] = j;
                bin[first + k] = b - from;
            }
        }
    }

    /** The value of the leaf of example {@code i}. */
    double at(byte[][] codes, int i) {
        int node = 0;
        for (int depth = 0; depth < DEPTH; depth++) {
            node = child(codes, dimension, bin, node, i);
        }
        return value[node - SPLITS];
    }

    private static int child(byte[][] codes, int[] dimension, int[] bin, int node, int i) {
        return 2 * node + ((codes[dimension[node]][i] & 0xff) <= bin[node] ? 1 : 2);
    }
}
