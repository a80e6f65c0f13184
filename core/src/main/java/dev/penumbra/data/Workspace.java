package dev.penumbra.data;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the bytes of open data live: in memory up to a budget, beyond it in files. Uncompressed files are then mapped where they
 * are; what was compressed or encoded is written once to a temporary file in {@code folder} and mapped.
 *
 * @param memoryBudget bytes that one array may take of the heap
 * @param folder       for downloads and temporary files: the user's cache
 */
record Workspace(long memoryBudget, Path folder) {
    /** A quarter of the heap, and {@code $XDG_CACHE_HOME/penumbra} or {@code ~/.cache/penumbra}. */
    static Workspace of(Map<String, String> environment) {
        String cache = environment.get("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return new Workspace(Runtime.getRuntime().maxMemory() / 4, root.resolve("penumbra"));
    }
}
