package dev.penumbra.eval.factors;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Representations with the levels of the factors that made them.
 *
 * @param z      [n][v], posterior means
 * @param levels [n][K], the level of each factor, 0 .. counts[k] - 1
 * @param counts [K], how many levels each factor has
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Codes(double[][] z, int[][] levels, int[] counts) {

    /** Numbers the levels of the factors {@code used} from 0, whatever they were called. */
    static Codes of(float[] means, int latent, int[][] factorLevels, int[] used) {
        int n = factorLevels.length;
        double[][] z = new double[n][latent];
        int[][] levels = new int[n][used.length];
        int[] counts = new int[used.length];
        for (int k = 0; k < used.length; k++) {
            int factor = used[k];
            int[] names = Arrays.stream(factorLevels)
                    .mapToInt(l -> l[factor])
                    .sorted()
                    .distinct()
                    .toArray();
            counts[k] = names.length;
            for (int i = 0; i < n; i++) {
                levels[i][k] = Arrays.binarySearch(names, factorLevels[i][factor]);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < latent; j++) {
                z[i][j] = means[i * latent + j];
            }
        }
        return new Codes(z, levels, counts);
    }

    int size() {
        return z.length;
    }

    int latent() {
        return z[0].length;
    }

    int factors() {
        return counts.length;
    }

    /** The examples {@code indices}, in that order. */
    Codes select(int[] indices) {
        return new Codes(
                Arrays.stream(indices).mapToObj(i -> z[i]).toArray(double[][]::new),
                Arrays.stream(indices).mapToObj(i -> levels[i]).toArray(int[][]::new),
                counts);
    }

    /** The level of one factor, [n]. */
    int[] levelsOf(int factor) {
        return Arrays.stream(levels).mapToInt(l -> l[factor]).toArray();
    }

    /** One latent dimension, [n]. */
    double[] dimension(int j) {
        return Arrays.stream(z).mapToDouble(row -> row[j]).toArray();
    }

    /** Variance of each latent dimension over the examples {@code indices}, [v], divided by their number less one. */
    double[] variances(int[] indices) {
        double[] out = new double[latent()];
        for (int j = 0; j < out.length; j++) {
            double mean = 0;
            for (int i : indices) {
                mean += z[i][j] / indices.length;
            }
            for (int i : indices) {
                out[j] += (z[i][j] - mean) * (z[i][j] - mean) / (indices.length - 1);
            }
        }
        return out;
    }

    /** For each factor and level, its examples, [K][counts][]. */
    int[][][] members() {
        int[][][] out = new int[factors()][][];
        for (int k = 0; k < out.length; k++) {
            int factor = k;
            out[k] = IntStream.range(0, counts[k])
                    .mapToObj(level -> IntStream.range(0, size())
                            .filter(i -> levels[i][factor] == level)
                            .toArray())
                    .toArray(int[][]::new);
        }
        return out;
    }
}
