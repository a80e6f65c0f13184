package dev.penumbra.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What raw values are: the type that says what a number means, and between which the values lie.
 *
 * @param type  of the files
 * @param whole whether all are whole numbers
 * @param low   smallest value: one number, or of a table one for each column; empty where nothing is known
 * @param high  largest value, as many
 */
public record Values(Type type, boolean whole, List<Double> low, List<Double> high) {
    /** Nothing is known. */
    public static final Values UNKNOWN = new Values(Type.REAL, false, List.of(), List.of());
    /** The bytes of image files. */
    public static final Values PIXELS = new Values(Type.PIXEL, true, List.of(0.0), List.of(255.0));

    /** What a number in a file means. */
    public enum Type {
        /** A level of an image file: its format says which one is white. */
        @JsonProperty("pixel")
        PIXEL,
        /** An unsigned byte of an array: pixels of 0 to 255, truth values of 0 and 1, or counts. */
        @JsonProperty("byte")
        BYTE,
        /** False or true. */
        @JsonProperty("truth")
        TRUTH,
        /** Another whole number. */
        @JsonProperty("integer")
        INTEGER,
        /** A floating-point number, or one that is written as text. */
        @JsonProperty("real")
        REAL
    }

    public Values {
        low = List.copyOf(low);
        high = List.copyOf(high);
        if (low.size() != high.size()) {
            throw new IllegalArgumentException(low.size() + " smallest values but " + high.size() + " largest");
        }
        for (int i = 0; i < low.size(); i++) {
            if (!(low.get(i) <= high.get(i)) || Double.isInfinite(low.get(i)) || Double.isInfinite(high.get(i))) {
                throw new IllegalArgumentException("no range from " + low.get(i) + " to " + high.get(i));
            }
        }
    }

    @JsonIgnore
    public boolean isKnown() {
        return !low.isEmpty();
    }

    /** Whether all are known to lie from {@code smallest} to {@code largest}. */
    public boolean within(double smallest, double largest) {
        return isKnown() && Collections.min(low) >= smallest && Collections.max(high) <= largest;
    }

    /** Whether only 0 and 1 occur. */
    @JsonIgnore
    public boolean isBinary() {
        return whole && within(0, 1);
    }

    /** The smallest value at position {@code i} of an example. */
    public double low(int i) {
        return low.get(low.size() == 1 ? 0 : i);
    }

    /** The largest value at position {@code i} of an example. */
    public double high(int i) {
        return high.get(high.size() == 1 ? 0 : i);
    }

    /** The values of two parts of one data set. Of parts of two types each keeps what its own says, so the first's stand for both. */
    Values and(Values other) {
        if (type != other.type || low.size() != other.low.size()) {
            return this;
        }
        ValueRange both = new ValueRange(this);
        both.add(other);
        return both.values(type);
    }

    /** For example {@code whole numbers from 0 to 255}. */
    @Override
    public String toString() {
        if (!isKnown()) {
            return "numbers";
        }
        return name() + range(Collections.min(low), Collections.max(high));
    }

    /** The values of column {@code i} in words. */
    String text(int i) {
        return name() + range(low(i), high(i));
    }

    private String name() {
        return switch (type) {
            case PIXEL -> "pixels";
            case BYTE -> "bytes";
            case TRUTH -> "truth values";
            case INTEGER, REAL -> whole ? "whole numbers" : "numbers";
        };
    }

    private static String range(double low, double high) {
        return " from " + number(low) + " to " + number(high);
    }

    /** With as many digits as a message needs. */
    static String number(double x) {
        boolean whole = x == Math.rint(x) && Math.abs(x) < 1e15;
        return whole
                ? String.valueOf((long) x)
                : String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.6g", x)));
    }
}
