package dev.penumbra.run;

/** Ranges of configured numbers. */
final class Checks {
    private Checks() {}

    static void range(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    name + " must be from " + plain(low) + " to " + plain(high) + ", got " + plain(value));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
