package dev.penumbra.data;

import java.util.Arrays;
import java.util.List;

/** Finds the smallest and largest values, of all together or of each column. */
final class ValueRange {
    private final double[] low;
    private final double[] high;
    private boolean whole = true;

    /** @param columns how many, or 1 for all together */
    ValueRange(int columns) {
        low = new double[columns];
        high = new double[columns];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
    }

    ValueRange(Values known) {
        this(known.low().size());
        add(known);
    }

    /** The raw values of a data set, of a part those of the whole, by reading them where the schema does not know. */
    static Values of(Dataset data) {
        return data.schema().values().isKnown() ? data.schema().values() : read(data);
    }

    /** The raw values of a data set, by reading all of them. */
    static Values read(Dataset data) {
        Schema schema = data.schema();
        boolean image = schema.shape().isImage();
        double[] x = new double[schema.shape().size()];
        ValueRange range = new ValueRange(image ? 1 : x.length);
        for (int n = 0; n < data.size(); n++) {
            data.readRaw(n, x);
            for (int i = 0; i < x.length; i++) {
                range.add(image ? 0 : i, x[i]);
            }
        }
        return range.values(schema.values().type());
    }

    /** Takes a finite value of column {@code i}. */
    void add(int i, double value) {
        low[i] = Math.min(low[i], value);
        high[i] = Math.max(high[i], value);
        whole &= value == Math.rint(value);
    }

    void add(Values other) {
        for (int i = 0; i < low.length; i++) {
            low[i] = Math.min(low[i], other.low(i));
            high[i] = Math.max(high[i], other.high(i));
        }
        whole &= other.whole();
    }

    Values values(Values.Type type) {
        return new Values(type, whole, boxed(low), boxed(high));
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
