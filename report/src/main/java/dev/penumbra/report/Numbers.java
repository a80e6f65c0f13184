package dev.penumbra.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as text. */
final class Numbers {
    private Numbers() {}

    /** Four significant digits, or a dash for null, in plain notation where that is short. */
    static String text(@Nullable Double value) {
        return text(value, 4);
    }

    /** {@code digits} significant digits, or a dash for null, in plain notation where that is short. */
    static String text(@Nullable Double value, int digits) {
        if (value == null) {
            return "–";
        }
        if (!Double.isFinite(value)) {
            return value.isNaN() ? "not a number" : value > 0 ? "∞" : "−∞";
        }
        BigDecimal rounded =
                BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros();
        if (rounded.signum() == 0) {
            return "0";
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        String text = exponent < -4 || exponent > 6
                ? rounded.movePointLeft(exponent).toPlainString() + "e" + exponent
                : rounded.toPlainString();
        return text.replace('-', '−');
    }

    /** {@code value} with five significant digits, enough for any drawing and short in JSON. */
    static double drawn(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).round(new MathContext(5)).doubleValue()
                : value;
    }

    /** With commas between the thousands. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code fraction} of 1 in whole percent. */
    static String percent(double fraction) {
        return Math.round(100 * fraction) + " %";
    }

    /** "1 epoch", "2 epochs". */
    static String of(long count, String singular) {
        return count(count) + " " + singular + (count == 1 ? "" : "s");
    }
}
