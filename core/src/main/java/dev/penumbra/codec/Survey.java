package dev.penumbra.codec;

import dev.penumbra.InputException;
import dev.penumbra.data.ArrayForm;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.ImageForm;
import dev.penumbra.data.Scaling;
import dev.penumbra.distribution.Counts;
import dev.penumbra.distribution.Likelihood;
import java.util.ArrayList;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A look at all values before they are coded without loss: the first of the likelihood's own levels, the levels of a byte, or the values
 * that occur, from which every number of the file follows bit for bit. For one thread.
 */
final class Survey {
    private final Dataset data;
    private final String where;
    private final Dataset scaled;
    private final @Nullable ArrayForm array;
    private final Scaling scaling;
    private final Alphabet own;
    private final Alphabet bytes;
    private boolean isOwn = true;
    private boolean areBytes = true;
    private int highest = 1;

    /**
     * @param data   as it is
     * @param where  it lies, for messages
     * @param scaled  the same as the model sees it
     * @param scaling between the two
     * @param array  how its numbers stand in their files; null where they stand in none
     */
    private Survey(
            Likelihood likelihood,
            Dataset data,
            String where,
            Dataset scaled,
            Scaling scaling,
            @Nullable ArrayForm array) {
        this.data = data;
        this.where = where.replaceFirst("(?<=[^/\\\\])[/\\\\]+$", "");
        this.scaled = scaled;
        this.array = array;
        this.scaling = scaling;
        this.own = Alphabet.own(likelihood, scaling);
        this.bytes = Alphabet.bytes(likelihood, scaling);
    }

    /**
     * The symbols of all values of {@code data}.
     *
     * @throws InputException where a number would not come back, or the file of an image holds more than its values
     */
    static Alphabet of(
            Likelihood likelihood,
            Dataset data,
            String where,
            Dataset scaled,
            Scaling scaling,
            @Nullable ArrayForm array) {
        return new Survey(likelihood, data, where, scaled, scaling, array).alphabet();
    }

    private Alphabet alphabet() {
        float[] x = new float[scaled.schema().shape().size()];
        double[] raw = new double[x.length];
        for (int n = 0; n < data.size(); n++) {
            read(n, x, raw);
            for (int i = 0; i < x.length; i++) {
                isOwn = isOwn && comesBack(own, x[i], raw[i], i);
                areBytes = areBytes && comesBack(bytes, x[i], raw[i], i);
                highest = isOwn ? Math.max(highest, own.symbol(x[i], i)) : highest;
                if (!isOwn && !areBytes) {
                    return listed(refused(n, i, array == null ? x[i] : raw[i]));
                }
            }
        }
        if (isOwn) {
            return own.likelihood() instanceof Counts ? own.upTo(highest) : own;
        }
        return bytes;
    }

    /** Reads example {@code n} as the model sees it and as its file has it, once its file holds no more than that. */
    private void read(int n, float[] x, double[] raw) {
        requireWhole(n);
        scaled.read(n, x, 0);
        data.readRaw(n, raw);
    }

    private void requireWhole(int n) {
        ImageForm form = data.form(n);
        if (form != null && !form.lost().isEmpty()) {
            throw new InputException(
                    "An image cannot be compressed without loss.",
                    "an image that 8 bits a sample hold, opaque",
                    "one with " + form.lost(),
                    place(n),
                    "compress with --quality 50, which has a loss, or convert the image");
        }
    }

    private boolean comesBack(Alphabet alphabet, float x, double raw, int i) {
        int symbol = alphabet.symbol(x, i);
        if (array == null) {
            return isSame(alphabet.value(symbol, i), x);
        }
        return alphabet.isNear(x, i) && array.isExact(raw) && isSame(array.nearest(alphabet.raw(symbol, i)), raw);
    }

    /** Also tells 0 from -0. */
    private static boolean isSame(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    /** The values that occur, if they are few, and each stays another one in the model's 32-bit floats. */
    private Alphabet listed(InputException otherwise) {
        TreeSet<Double> values = new TreeSet<>();
        float[] x = new float[scaled.schema().shape().size()];
        double[] raw = new double[x.length];
        for (int n = 0; n < data.size(); n++) {
            read(n, x, raw);
            for (int i = 0; i < x.length; i++) {
                if (array != null && !array.isExact(raw[i])) {
                    throw refused(n, i, "whole numbers below 2^53, which 64-bit floats tell apart", raw[i]);
                }
                boolean known = array != null || isSame(scaling.toModel(raw[i], i), x[i]);
                if (!known || (values.add(raw[i]) && values.size() > Alphabet.MAX_LISTED)) {
                    throw otherwise;
                }
            }
        }
        Alphabet listed = Alphabet.listed(own.likelihood(), new ArrayList<>(values), scaling);
        int positions = scaling.scale().size() == 1 ? 1 : x.length;
        for (int i = 0; i < positions; i++) {
            for (int k = 0; k < values.size(); k++) {
                float value = listed.value(k, i);
                if (!Float.isFinite(value)) {
                    throw otherwise;
                }
                if (k > 0 && value == listed.value(k - 1, i)) {
                    double one = listed.listed().get(k - 1);
                    throw alike(one, listed.listed().get(k));
                }
            }
        }
        return listed;
    }

    private InputException refused(int n, int i, double received) {
        String most = "at most " + Alphabet.MAX_LISTED + " different values in all";
        String expected = own.equals(bytes)
                ? "values k/255, k from 0 to 255"
                : own.likelihood().support() + ", or bytes";
        return refused(n, i, expected + ", or " + most, received);
    }

    private InputException refused(int n, int i, String expected, double received) {
        return refused(
                expected,
                array == null ? String.valueOf((float) received) : String.valueOf(received),
                place(n) + ", value " + i);
    }

    private InputException alike(double one, double other) {
        return refused(
                "values that stay apart as the model sees them, in 32-bit floats", one + " beside " + other, where);
    }

    private static InputException refused(String expected, String received, String place) {
        return new InputException(
                "The data cannot be compressed without loss.",
                expected,
                received,
                place,
                "compress with --quality 50, which has a loss, or use 8-bit images");
    }

    /** An image's file below its folder or zip, which one file alone is itself; else the example's number. */
    private String place(int n) {
        String name = data.name(n);
        if (data.form(n) == null) {
            return where + ", item " + name;
        }
        return where.endsWith(name) ? where : where + "/" + name;
    }
}
