package dev.penumbra.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as text. */
final class Numbers {
    private Numbers() {}

    /** Four significant digits, or "-" for null, in plain notation where that is short. */
    static String text(@Nullable Double value) {
        if (value == null) {
            return "–";
        }
        if (!Double.isFinite(value)) {
            return value.isNaN() ? "not a number" : value > 0 ? "∞" : "−∞";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        double size = Math.abs(rounded.doubleValue());
        if (size != 0 && (size < 1e-4 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        String plain = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return plain.replace('-', '−');
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
