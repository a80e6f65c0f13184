package dev.penumbra.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Brings values that lie outside [0, 1] to mean 0 and standard deviation 1: every column of a table by its own mean and
 * deviation, all pixels of an image by one.
 */
final class Standardization {
    private Standardization() {}

    /**
     * The schema under which the model sees {@code train}: the one it has when its values are scaled already or all lie in [0, 1],
     * else one with a scaling fitted to these examples alone. Constant columns get scale 1.
     */
    static Schema fit(Dataset train) {
        Schema schema = train.schema();
        if (!schema.scaling().equals(Scaling.NONE)) {
            return schema;
        }
        int d = schema.shape().size();
        // Welford's recurrence: one pass, no cancellation.
        double[] mean = new double[d];
        double[] squares = new double[d];
        float[] x = new float[d];
        boolean unit = true;
        for (int n = 0; n < train.size(); n++) {
            train.read(n, x, 0);
            for (int j = 0; j < d; j++) {
                unit &= x[j] >= 0 && x[j] <= 1;
                double delta = x[j] - mean[j];
                mean[j] += delta / (n + 1);
                squares[j] += delta * (x[j] - mean[j]);
            }
        }
        if (unit) {
            return schema;
        }
        Scaling scaling =
                schema.shape().isImage() ? common(mean, squares, train.size()) : perColumn(mean, squares, train.size());
        return new Schema(schema.shape(), scaling, schema.columns(), schema.classes());
    }

    private static Scaling perColumn(double[] mean, double[] squares, int n) {
        List<Double> shift = new ArrayList<>();
        List<Double> scale = new ArrayList<>();
        for (int j = 0; j < mean.length; j++) {
            shift.add(mean[j]);
            scale.add(positive(Math.sqrt(squares[j] / n)));
        }
        return new Scaling(shift, scale);
    }

    /** One scale for all positions: total variance = mean variance within positions + variance of their means. */
    private static Scaling common(double[] mean, double[] squares, int n) {
        double center = Arrays.stream(mean).average().orElseThrow();
        double variance = 0;
        for (int j = 0; j < mean.length; j++) {
            variance += squares[j] / n + (mean[j] - center) * (mean[j] - center);
        }
        double std = positive(Math.sqrt(variance / mean.length));
        return new Scaling(Collections.nCopies(1, center), Collections.nCopies(1, std));
    }

    private static double positive(double std) {
        return std > 0 ? std : 1;
    }
}
