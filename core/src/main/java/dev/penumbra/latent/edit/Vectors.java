package dev.penumbra.latent.edit;

import java.util.Arrays;

/** Sums in a fixed order. */
final class Vectors {
    private Vectors() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double mean(double[] a) {
        return Arrays.stream(a).sum() / a.length;
    }

    /** The standard deviation, divided by n. */
    static double std(double[] a) {
        double mean = mean(a);
        return Math.sqrt(Arrays.stream(a).map(v -> (v - mean) * (v - mean)).sum() / a.length);
    }

    /** The sum over the rows of {@code x}, [n][d], each times its weight, [d]. */
    static double[] combine(double[][] x, double[] weight) {
        double[] sum = new double[x[0].length];
        for (int i = 0; i < x.length; i++) {
            add(sum, weight[i], x[i]);
        }
        return sum;
    }

    static void add(double[] to, double factor, double[] what) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * what[j];
        }
    }

    static double[] scaled(double[] a, double factor) {
        return Arrays.stream(a).map(v -> factor * v).toArray();
    }
}
