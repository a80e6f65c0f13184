package dev.penumbra.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Brings values to mean 0 and standard deviation 1: every column of a table by its own mean and deviation, all pixels of an image by
 * one. Images with all values in [0, 1] and tables of 0 and 1 alone stay as they are.
 */
public final class Standardization {
    /** Which values of tables, and of images outside of [0, 1], are standardized. */
    public enum Which {
        /** All. */
        ALL,
        /** None: the model needs them as they are. */
        NONE,
        /** Tables only where a training value lies outside of [0, 1]: runs of before version 3 of their configuration. */
        OUTSIDE_UNIT
    }

    private Standardization() {}

    /**
     * The schema under which the model sees {@code train}. Constant columns get scale 1.
     *
     * @param values the raw values of all parts of the data: what lies outside of [0, 1] anywhere decides
     */
    static Schema fit(Dataset train, Values values, Which which) {
        Schema own = train.schema();
        // Where this part has only 0 and 1, another one may tell that these are pixels.
        boolean open = own.values().isKnown() && own.scaling().equals(Scaling.NONE);
        Scaling start = open ? ArrayExamples.scaling(own.shape(), values) : own.scaling();
        Schema schema = new Schema(own.shape(), start, values, own.columns(), own.classes());
        boolean asIs = switch (which) {
            case ALL -> schema.shape().isImage() ? schema.isGrey() : values.isBinary();
            case NONE -> true;
            case OUTSIDE_UNIT -> ValueRange.read(train).within(0, start.scale().getFirst());
        };
        if (asIs || !start.isFactor()) {
            return schema;
        }
        int d = schema.shape().size();
        // Welford's recurrence: one pass, no cancellation.
        double[] mean = new double[d];
        double[] squares = new double[d];
        double[] x = new double[d];
        for (int n = 0; n < train.size(); n++) {
            train.readRaw(n, x);
            for (int j = 0; j < d; j++) {
                double delta = x[j] - mean[j];
                mean[j] += delta / (n + 1);
                squares[j] += delta * (x[j] - mean[j]);
            }
        }
        Scaling scaling =
                schema.shape().isImage() ? common(mean, squares, train.size()) : perColumn(mean, squares, train.size());
        return new Schema(schema.shape(), scaling, values, schema.columns(), schema.classes());
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
