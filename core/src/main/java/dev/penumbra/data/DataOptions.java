package dev.penumbra.data;

import dev.penumbra.Seed;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How data is opened.
 *
 * @param dataDir where known sets are looked for first, or null
 * @param resize  the size that images are brought to, or null for the size they have
 * @param seed    of the generated sets
 */
public record DataOptions(@Nullable Path dataDir, @Nullable Resize resize, Seed seed) {
    /** Nothing but a seed. */
    public static DataOptions of(Seed seed) {
        return new DataOptions(null, null, seed);
    }
}
