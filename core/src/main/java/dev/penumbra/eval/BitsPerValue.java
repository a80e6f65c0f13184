package dev.penumbra.eval;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Scaling;
import dev.penumbra.distribution.Discrete;
import dev.penumbra.distribution.Likelihood;
import org.jspecify.annotations.Nullable;

/**
 * Nats per example as bits per value, which compressors and papers compare: nats / (d log 2). Stated only where they are the price of
 * values that can be counted: where p(x|z) is a probability and every value is one of its levels; and where bytes were dequantized, since
 * the mean of log p of (k + u) / 256 over u is at most log 256 P(k), so that 8 bits are added (Theis, van den Oord &amp; Bethge 2016,
 * equation 3).
 */
public final class BitsPerValue {
    private static final double BITS_OF_A_BYTE = 8;

    private final int size;
    private final boolean dequantized;
    private final @Nullable Discrete levels;
    private boolean allAreLevels = true;

    /**
     * For examples of {@code data}, which then go through {@link #look}.
     *
     * @param likelihood of the model that gives the nats
     */
    public BitsPerValue(Dataset data, Likelihood likelihood) {
        this.size = data.schema().shape().size();
        this.levels = likelihood instanceof Discrete discrete ? discrete : null;
        this.dequantized = data.pixels() == Pixels.DEQUANTIZED
                && levels == null
                && data.schema().scaling().equals(Scaling.PIXELS);
    }

    /** Tells it of values as the model sees them. */
    public void look(float[] values) {
        if (levels == null || !allAreLevels) {
            return;
        }
        for (float value : values) {
            if (!levels.isLevel(value)) {
                allAreLevels = false;
                return;
            }
        }
    }

    /** The bits per value that {@code nats} per example make; null where they are no such price. */
    public @Nullable Double of(double nats) {
        boolean countable = levels == null ? dequantized : allAreLevels;
        return countable ? (Double) (nats / (size * StrictMath.log(2)) + (dequantized ? BITS_OF_A_BYTE : 0)) : null;
    }
}
