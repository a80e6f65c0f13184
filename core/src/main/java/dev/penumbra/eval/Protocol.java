package dev.penumbra.eval;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * On what numbers were measured. Numbers of different protocols cannot be compared, so every output names its own.
 *
 * @param data     name of the data
 * @param split    which part of it
 * @param examples how many of that part
 * @param pixels   what the model saw of the values, in words
 * @param samples  of z for each example, where log p(x) was estimated; else null
 */
public record Protocol(
        String data,
        String split,
        int examples,
        String pixels,
        @Nullable Integer samples) {
    /** In a line. */
    public String text() {
        return String.format(Locale.ROOT, "%s, %s split, %,d examples, %s", data, split, examples, pixels)
                + (samples == null ? "" : String.format(Locale.ROOT, ", %,d samples of z for each", samples));
    }
}
