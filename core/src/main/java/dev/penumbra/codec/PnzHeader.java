package dev.penumbra.codec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.penumbra.nn.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a compressed file says of itself at its start.
 *
 * @param version of the format
 * @param model   SHA-256 of the weights of the model that it needs, as {@code Weights.sha256} gives it
 * @param shape   of an item
 * @param symbols how many symbols its values have; null in lossy files
 * @param unit    a value that is written in the data as x is symbol round(unit x); null in lossy files
 * @param quality 1 to 100; null in lossless files
 */
public record PnzHeader(
        int version,
        String model,
        Shape shape,
        @Nullable Integer symbols,
        @Nullable Double unit,
        @Nullable Integer quality) {
    /** The only version that is read: files of version 1 were written with the exact runtime's earlier arithmetic. */
    public static final int VERSION = 2;

    /** Checks that the fields fit each other; {@link IllegalArgumentException} says which does not. */
    public PnzHeader {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "version " + VERSION + " is the only one that can be read, got " + version);
        }
        if ((symbols == null) != (unit == null) || (symbols == null) == (quality == null)) {
            throw new IllegalArgumentException("either symbols and unit or quality must be there");
        }
        if (symbols != null && (symbols < 2 || symbols > Alphabet.MAX_SYMBOLS)) {
            throw new IllegalArgumentException(
                    "symbols must be from 2 to " + Alphabet.MAX_SYMBOLS + ", got " + symbols);
        }
        if (unit != null && !(unit > 0 && unit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("unit must be positive and finite, got " + unit);
        }
        if (quality != null && (quality < 1 || quality > 100)) {
            throw new IllegalArgumentException("quality must be from 1 to 100, got " + quality);
        }
    }

    static PnzHeader lossless(String model, Shape shape, Alphabet alphabet) {
        return new PnzHeader(VERSION, model, shape, alphabet.symbols(), alphabet.unit(), null);
    }

    static PnzHeader lossy(String model, Shape shape, int quality) {
        return new PnzHeader(VERSION, model, shape, null, null, quality);
    }

    /** Whether items come back as they were, bit for bit. */
    @JsonIgnore
    public boolean isLossless() {
        return quality == null;
    }
}
