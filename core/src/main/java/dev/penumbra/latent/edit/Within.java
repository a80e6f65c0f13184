package dev.penumbra.latent.edit;

import java.util.Arrays;

/**
 * Examples by class. What varies within classes says what changes while the class stays: deviations are from the mean of an example's own
 * class.
 *
 * @param group  [n], the group of each example
 * @param groups how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Within(int[] group, int groups) {
    /** One group of all. */
    static Within none(int n) {
        return new Within(new int[n], 1);
    }

    /** A group for each label, and for -1. */
    static Within of(int[] labels) {
        int[] group = Arrays.stream(labels).map(l -> l + 1).toArray();
        return new Within(group, Arrays.stream(group).max().orElse(0) + 1);
    }

    /** {@code values}, [n], less the means of their groups. */
    double[] deviations(double[] values) {
        double[] sum = new double[groups];
        int[] count = new int[groups];
        for (int i = 0; i < group.length; i++) {
            sum[group[i]] += values[i];
            count[group[i]]++;
        }
        double[] out = new double[group.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i] - sum[group[i]] / count[group[i]];
        }
        return out;
    }

    /** Rows of {@code x}, [n, d], less the means of their groups, [n][d]. */
    double[][] deviations(float[] x, int d) {
        double[][] sum = new double[groups][d];
        int[] count = new int[groups];
        for (int i = 0; i < group.length; i++) {
            count[group[i]]++;
            for (int j = 0; j < d; j++) {
                sum[group[i]][j] += x[i * d + j];
            }
        }
        double[][] out = new double[group.length][d];
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < d; j++) {
                out[i][j] = x[i * d + j] - sum[group[i]][j] / count[group[i]];
            }
        }
        return out;
    }
}
