package dev.penumbra.codec;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Counts;
import dev.penumbra.distribution.Discrete;
import dev.penumbra.distribution.Levels;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Outputs;

/**
 * The symbols that the values of an example are, and their probabilities given z. Levels of the likelihood are its own symbols. Else
 * they are the 256 levels of a byte, of which each gets a probability proportional to the likelihood's density there.
 *
 * @param likelihood of the model, with what it learned
 * @param symbols    how many, 2 to {@link #MAX_SYMBOLS}
 * @param unit       a value that is written in the data as x is symbol round(unit x)
 */
record Alphabet(Likelihood likelihood, int symbols, double unit) {
    /** The largest count that is coded is one less. */
    static final int MAX_SYMBOLS = 1 << 16;

    /**
     * The smallest alphabet that has all values of {@code data}: the likelihood's own levels or counts, else bytes.
     *
     * @throws InputException where neither has, with the first such value
     */
    static Alphabet of(Likelihood likelihood, Dataset data) {
        Alphabet own = switch (likelihood) {
            case Levels levels -> new Alphabet(levels, levels.levels(), levels.unit());
            case Counts counts -> new Alphabet(counts, MAX_SYMBOLS, counts.unit());
            default -> bytes(likelihood);
        };
        Alphabet bytes = bytes(likelihood);
        boolean isOwn = true;
        int highest = 1;
        float[] x = new float[data.schema().shape().size()];
        for (int n = 0; n < data.size(); n++) {
            data.read(n, x, 0);
            for (int i = 0; i < x.length; i++) {
                isOwn &= own.has(x[i]);
                if (!isOwn && !bytes.has(x[i])) {
                    throw new InputException(
                            "The data cannot be compressed without loss.",
                            own.equals(bytes) ? "values k/255, k from 0 to 255" : likelihood.support() + ", or bytes",
                            String.valueOf(x[i]),
                            "item " + data.name(n) + ", value " + i,
                            "compress with --quality 50, which has a loss, or use 8-bit images");
                }
                highest = Math.max(highest, isOwn ? own.symbol(x[i]) : 1);
            }
        }
        if (!isOwn) {
            return bytes;
        }
        return likelihood instanceof Counts ? new Alphabet(likelihood, highest + 1, own.unit) : own;
    }

    private static Alphabet bytes(Likelihood likelihood) {
        return new Alphabet(likelihood, 256, 255);
    }

    /** The symbol of value {@code x}: the nearest. */
    int symbol(float x) {
        return (int) Math.clamp(Math.rint(x * unit), 0, symbols - 1);
    }

    /** The value of a symbol. */
    float value(int symbol) {
        return (float) (symbol / unit);
    }

    /** Whether {@code x} is the value of a symbol, within the rounding of 32-bit floats. */
    private boolean has(float x) {
        return Math.abs(x * unit - symbol(x)) <= 1e-3;
    }

    /** The probabilities of all symbols of value {@code i}; their sum is 1 up to rounding. */
    void masses(Outputs outputs, int i, double[] into) {
        if (likelihood instanceof Levels levels && levels.levels() == symbols) {
            levels.masses(outputs, i, into);
            return;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < symbols; k++) {
            into[k] = likelihood instanceof Discrete discrete && discrete.unit() == unit
                    ? discrete.logMass(k, outputs, i)
                    : likelihood.logDensity(value(k), outputs, i);
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
