package dev.penumbra.report;

import dev.penumbra.report.Chart.Axis;
import org.jspecify.annotations.Nullable;

/**
 * The numbers at an axis of a picture. XChart looks for its ticks with steps of at least 1e-10 and never ends where two labels are
 * the same, so it is given values in a unit in which they differ, and labels long enough to tell them apart.
 *
 * @param unit   what XChart takes for 1, a power of ten
 * @param digits significant digits of a label
 */
record Ruler(double unit, int digits) {
    /** Of an axis that is {@link Axis#wide} enough for {@code values}. */
    static Ruler of(Axis axis, double[] values) {
        if (axis.log()) {
            return new Ruler(1, 4);
        }
        double low = axis.low(values);
        double high = axis.high(values);
        double length = high - low;
        double ratio = Math.max(Math.abs(low), Math.abs(high)) / length;
        // Ten ticks and more on an axis: the first digit in which they differ is the second after that of the length.
        int digits = 3 + (int) Math.ceil(Math.log10(Math.max(1, ratio)));
        return new Ruler(Math.pow(10, Math.floor(Math.log10(length))), Math.max(4, digits));
    }

    /** {@code value} in its unit. */
    double of(double value) {
        return value / unit;
    }

    /** An end of the axis in its unit; null where it has none. */
    @Nullable
    Double end(@Nullable Double end) {
        return end == null ? null : (Double) of(end);
    }

    /** The label at {@code place}, in its unit. */
    String text(double place) {
        return Numbers.text(place * unit, digits);
    }
}
