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
 * @param table   how text tables are read
 * @param reader  of the model that reads the data: tables are read by the columns that it knows, and rows as images where it reads images; or
 *     null
 */
public record DataOptions(
        @Nullable Path dataDir,
        @Nullable Resize resize,
        Seed seed,
        TableFormat table,
        @Nullable Schema reader) {

    /** All columns of tables, read as they are found. */
    public DataOptions(@Nullable Path dataDir, @Nullable Resize resize, Seed seed) {
        this(dataDir, resize, seed, TableFormat.FOUND, null);
    }

    /** Nothing but a seed. */
    public static DataOptions of(Seed seed) {
        return new DataOptions(null, null, seed);
    }

    /** The same with tables read in another way. */
    public DataOptions withTable(TableFormat table) {
        return new DataOptions(dataDir, resize, seed, table, reader);
    }

    /** The same for a model that reads {@code reader}. */
    public DataOptions withReader(Schema reader) {
        return new DataOptions(dataDir, resize, seed, table, reader);
    }
}
