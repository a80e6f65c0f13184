package dev.penumbra.codec;

import dev.penumbra.data.Scaling;
import dev.penumbra.distribution.Counts;
import dev.penumbra.distribution.Discrete;
import dev.penumbra.distribution.Levels;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Outputs;
import java.util.List;

/**
 * The symbols that the values of an example are, and their probabilities given z. Levels of the likelihood are its own symbols. Else
 * they are the 256 levels of a byte, or the few raw values that occur, each with a probability proportional to the likelihood's density
 * there.
 *
 * @param likelihood of the model, with what it learned
 * @param symbols    how many, 2 to {@link #MAX_SYMBOLS}
 * @param unit       a value that the model sees as x is symbol round(unit x); 0 where the values are listed
 * @param listed     the raw value of each symbol, ascending; empty where they follow from {@code unit}
 * @param scaling    between raw values and those that the model sees
 */
record Alphabet(Likelihood likelihood, int symbols, double unit, List<Double> listed, Scaling scaling) {
    /** The largest count that is coded is one less. */
    static final int MAX_SYMBOLS = 1 << 16;

    /** So many values may be listed. */
    static final int MAX_LISTED = 256;

    Alphabet {
        listed = List.copyOf(listed);
    }

    /** The likelihood's own levels or counts, or bytes where it has none. */
    static Alphabet own(Likelihood likelihood, Scaling scaling) {
        return switch (likelihood) {
            case Levels levels -> new Alphabet(levels, levels.levels(), levels.unit(), List.of(), scaling);
            case Counts counts -> new Alphabet(counts, MAX_SYMBOLS, counts.unit(), List.of(), scaling);
            default -> bytes(likelihood, scaling);
        };
    }

    static Alphabet bytes(Likelihood likelihood, Scaling scaling) {
        return new Alphabet(likelihood, 256, 255, List.of(), scaling);
    }

    /** @param raw ascending, at least one */
    static Alphabet listed(Likelihood likelihood, List<Double> raw, Scaling scaling) {
        return new Alphabet(likelihood, Math.max(2, raw.size()), 0, raw, scaling);
    }

    /** The same with fewer symbols. */
    Alphabet upTo(int highest) {
        return new Alphabet(likelihood, Math.max(2, highest + 1), unit, listed, scaling);
    }

    /** Whether symbols are levels of a byte, or fewer, that divide [0, 1] evenly. */
    boolean isUnit() {
        return listed.isEmpty() && symbols <= 256 && unit == symbols - 1;
    }

    /** The same where raw values are scaled in this way. */
    Alphabet with(Scaling other) {
        return new Alphabet(likelihood, symbols, unit, listed, other);
    }

    /** The symbol of model value {@code x} at position {@code i}: the nearest. */
    int symbol(float x, int i) {
        if (listed.isEmpty()) {
            return (int) Math.clamp(Math.rint(x * unit), 0, symbols - 1);
        }
        int low = 0;
        int high = listed.size();
        // Model values rise or fall with the symbol.
        boolean rising = scaling.scale().get(scaling.scale().size() == 1 ? 0 : i) > 0;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            boolean below = rising ? value(middle, i) <= x : value(middle, i) >= x;
            low = below ? middle : low;
            high = below ? high : middle;
        }
        boolean next = low + 1 < listed.size() && Math.abs(value(low + 1, i) - x) < Math.abs(value(low, i) - x);
        return next ? low + 1 : low;
    }

    /** The model value of a symbol at position {@code i}. */
    float value(int symbol, int i) {
        return listed.isEmpty() ? (float) (symbol / unit) : scaling.toModel(raw(symbol, i), i);
    }

    /** The raw value of a symbol at position {@code i}. */
    double raw(int symbol, int i) {
        if (!listed.isEmpty()) {
            // Of a single value there is a second symbol, which never occurs.
            return listed.get(Math.min(symbol, listed.size() - 1));
        }
        int k = scaling.scale().size() == 1 ? 0 : i;
        return symbol / unit * scaling.scale().get(k) + scaling.shift().get(k);
    }

    /** Whether {@code x} is the value of a symbol, within the rounding of 32-bit floats. */
    boolean isNear(float x, int i) {
        return Math.abs(x * unit - symbol(x, i)) <= 1e-3;
    }

    /** The probabilities of all symbols of value {@code i}; their sum is 1 up to rounding. */
    void masses(Outputs outputs, int i, double[] into) {
        if (listed.isEmpty() && likelihood instanceof Levels levels && levels.levels() == symbols) {
            levels.masses(outputs, i, into);
            return;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < symbols; k++) {
            into[k] = likelihood instanceof Discrete discrete && discrete.unit() == unit
                    ? discrete.logMass(k, outputs, i)
                    : likelihood.logDensity(value(k, i), outputs, i);
            largest = Math.max(largest, into[k]);
        }
        double sum = 0;
        for (int k = 0; k < symbols; k++) {
            into[k] = StrictMath.exp(into[k] - largest);
            sum += into[k];
        }
        for (int k = 0; k < symbols; k++) {
            into[k] /= sum;
        }
    }
}
