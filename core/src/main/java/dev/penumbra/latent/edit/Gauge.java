package dev.penumbra.latent.edit;

import dev.penumbra.data.Schema;
import dev.penumbra.model.Inference;
import java.util.ArrayList;
import java.util.List;

/**
 * How an attribute is read off an example, be it real or decoded: by the measurement of strokes where the attribute is named after one, else by
 * a linear probe of the values, learned on training data.
 *
 * @param attribute its name
 * @param mean      of the attribute in the training data
 * @param std       its standard deviation there
 * @param unit      by how much the reading changes where the attribute changes by one standard deviation: std times the slope of the reading over
 *                  the attribute, within classes
 * @param reading   what is read
 */
public record Gauge(String attribute, double mean, double std, double unit, Reading reading) {
    /** Examples that a probe is learned from, at most. */
    private static final int MAX_PROBED = 4000;

    /** Lambda of a probe: pixels say much the same as their neighbours, so this is strong. */
    private static final double RIDGE = 1;

    /** A number for an example. */
    public sealed interface Reading {
        /** Of the example that begins at {@code offset}. */
        double of(float[] x, int offset);

        /** What it is, in one word. */
        String kind();
    }

    /** Measured strokes of images [1, height, width]. */
    record Measured(Strokes.Quantity quantity, int height, int width) implements Reading {
        @Override
        public double of(float[] x, int offset) {
            return quantity.of(x, offset, height, width);
        }

        @Override
        public String kind() {
            return "strokes";
        }
    }

    /** w . x, the probe's prediction up to a constant. */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used
    record Probe(double[] w) implements Reading {
        @Override
        public double of(float[] x, int offset) {
            double sum = 0;
            for (int j = 0; j < w.length; j++) {
                sum += w[j] * x[offset + j];
            }
            return sum;
        }

        @Override
        public String kind() {
            return "probe";
        }
    }

    /** The gauges of all attributes of {@code train} that vary in it. */
    public static List<Gauge> of(Inference inference, Examples train) {
        Schema schema = inference.model().spec().schema();
        int d = schema.shape().size();
        Examples some = train.first(MAX_PROBED);
        List<Gauge> gauges = new ArrayList<>();
        Ridge ridge = null;
        for (int k = 0; k < train.values().length; k++) {
            double[] values = train.values()[k];
            double std = Vectors.std(values);
            if (!(std > 0)) {
                continue;
            }
            String name = train.attributes().get(k).name();
            Strokes.Quantity quantity = Attribute.stroke(schema, name);
            Reading reading;
            if (quantity != null) {
                reading = new Measured(
                        quantity, schema.shape().height(), schema.shape().width());
            } else {
                Within all = Within.none(some.size());
                ridge = ridge == null ? new Ridge(all.deviations(some.x(), d), RIDGE) : ridge;
                reading = new Probe(ridge.weights(all.deviations(some.values()[k])));
            }
            Within within = train.within(k);
            double[] y = within.deviations(values);
            double[] m = within.deviations(read(reading, train.x(), train.size()));
            gauges.add(
                    new Gauge(name, Vectors.mean(values), std, std * Vectors.dot(m, y) / Vectors.dot(y, y), reading));
        }
        return gauges;
    }

    /** The readings of {@code count} examples, [count]. */
    double[] read(float[] x, int count) {
        return read(reading, x, count);
    }

    private static double[] read(Reading reading, float[] x, int count) {
        int d = x.length / count;
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = reading.of(x, i * d);
        }
        return out;
    }

    /** How well the attribute is read off {@code examples}: the squared correlation of reading and attribute, within classes. */
    public double r2(Examples examples) {
        for (int k = 0; k < examples.values().length; k++) {
            if (examples.attributes().get(k).name().equals(attribute)) {
                Within within = examples.within(k);
                double[] y = within.deviations(examples.values()[k]);
                double[] m = within.deviations(read(examples.x(), examples.size()));
                double both = Vectors.dot(m, y);
                double each = Vectors.dot(m, m) * Vectors.dot(y, y);
                return each > 0 ? both * both / each : 0;
            }
        }
        throw new IllegalArgumentException("the examples do not have " + attribute);
    }
}
