package dev.penumbra.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A plane in latent space on which posterior means are drawn and from which points are decoded: z = mean + a first + b second.
 * For v = 2 it is the latent space itself, for v = 1 the second axis is nothing, above that the first two principal components.
 *
 * @param mean          [v], where the plane's coordinates are (0, 0)
 * @param first         [v], the unit axis of the first coordinate
 * @param second        [v], the unit axis of the second, at right angles to the first; all 0 for v = 1
 * @param varianceShare the part of the means' total variance that lies in the plane, in [0, 1]; 1 where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record PcaPlane(double[] mean, double[] first, double[] second, double varianceShare) {
    /**
     * Of more dimensions than this only those of the largest variance take part in the components, since time grows with the
     * third power; the variance of the others still counts in the share.
     */
    static final int MAX_DIMENSIONS = 256;

    /**
     * The plane of the largest variance. An axis points where its largest component is positive.
     *
     * @param means  [n, v], finite, n at least 1
     * @param latent v
     */
    public static PcaPlane of(float[] means, int latent) {
        if (latent < 1 || means.length == 0 || means.length % latent != 0) {
            throw new IllegalArgumentException("means must be [n, " + latent + "], got " + means.length + " values");
        }
        if (latent <= 2) {
            return new PcaPlane(new double[latent], unit(latent, 0), unit(latent, 1), 1);
        }
        double[] mean = new double[latent];
        double[] variance = new double[latent];
        moments(means, mean, variance);
        int[] used = IntStream.range(0, latent)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -variance[j]))
                .limit(MAX_DIMENSIONS)
                .mapToInt(j -> j)
                .sorted()
                .toArray();
        SymmetricEigen eigen = SymmetricEigen.of(covariance(means, mean, used));
        double total = Arrays.stream(variance).sum();
        double inPlane = eigen.values()[0] + eigen.values()[1];
        return new PcaPlane(
                mean,
                axis(eigen.vectors()[0], used, latent),
                axis(eigen.vectors()[1], used, latent),
                total > 0 ? Math.clamp(inPlane / total, 0, 1) : 1);
    }

    /** The latent point at (a, b), [v]. */
    public float[] toLatent(double a, double b) {
        float[] z = new float[mean.length];
        for (int j = 0; j < z.length; j++) {
            z[j] = (float) (mean[j] + a * first[j] + b * second[j]);
        }
        return z;
    }

    /** The coordinates (a, b) of the orthogonal projection of point {@code row} of {@code z}, [n, v]. */
    public double[] project(float[] z, int row) {
        double[] at = new double[2];
        for (int j = 0; j < mean.length; j++) {
            double centred = z[row * mean.length + j] - mean[j];
            at[0] += centred * first[j];
            at[1] += centred * second[j];
        }
        return at;
    }

    private static void moments(float[] means, double[] mean, double[] variance) {
        int latent = mean.length;
        double n = means.length / (double) latent;
        for (int k = 0; k < means.length; k++) {
            mean[k % latent] += means[k] / n;
        }
        for (int k = 0; k < means.length; k++) {
            double centred = means[k] - mean[k % latent];
            variance[k % latent] += centred * centred / n;
        }
    }

    private static double[][] covariance(float[] means, double[] mean, int[] used) {
        int latent = mean.length;
        int n = means.length / latent;
        double[][] covariance = new double[used.length][used.length];
        double[] centred = new double[used.length];
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < used.length; a++) {
                centred[a] = means[i * latent + used[a]] - mean[used[a]];
            }
            for (int a = 0; a < used.length; a++) {
                for (int b = 0; b <= a; b++) {
                    covariance[a][b] += centred[a] * centred[b] / n;
                }
            }
        }
        for (int a = 0; a < used.length; a++) {
            for (int b = 0; b < a; b++) {
                covariance[b][a] = covariance[a][b];
            }
        }
        return covariance;
    }

    private static double[] axis(double[] vector, int[] used, int latent) {
        int largest = 0;
        for (int a = 1; a < vector.length; a++) {
            if (Math.abs(vector[a]) > Math.abs(vector[largest])) {
                largest = a;
            }
        }
        double[] axis = new double[latent];
        for (int a = 0; a < vector.length; a++) {
            axis[used[a]] = vector[largest] < 0 ? -vector[a] : vector[a];
        }
        return axis;
    }

    private static double[] unit(int latent, int j) {
        double[] unit = new double[latent];
        if (j < latent) {
            unit[j] = 1;
        }
        return unit;
    }
}
