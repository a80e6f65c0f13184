package dev.penumbra.run;

import dev.penumbra.InputException;

/** Ranges of configured numbers. */
final class Checks {
    private Checks() {}

    static void range(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new InputException(
                    "The value of " + name + " is out of range",
                    "a number from " + plain(low) + " to " + plain(high),
                    plain(value),
                    name,
                    "give a value in that range");
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
