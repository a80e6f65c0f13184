package dev.penumbra.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data as it was found, with the splits that its publisher made, where there are any.
 *
 * @param name       known name or file name
 * @param train      what may be learned from
 * @param validation the published validation set, or null
 * @param test       the published test set, or null
 */
public record Source(
        String name,
        Dataset train,
        @Nullable Dataset validation,
        @Nullable Dataset test) {
    /** The same with one more thing to say of how it was found. */
    Source noted(String note) {
        return new Source(
                name,
                Noted.of(train, List.of(note)),
                validation == null ? null : Noted.of(validation, List.of(note)),
                test == null ? null : Noted.of(test, List.of(note)));
    }
}
