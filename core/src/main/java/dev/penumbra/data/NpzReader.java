package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** NumPy's npz archives: the examples, and the labels where there are any. */
final class NpzReader {
    private static final String SUFFIX = ".npy";
    private static final List<String> EXAMPLES = List.of("X", "x", "images", "data");
    private static final List<String> LABELS = List.of("y", "labels");
    private static final int MAX_ENTRIES = 1000;

    /** The two arrays that matter. */
    record Arrays(NumberArray examples, @Nullable NumberArray labels) {}

    private NpzReader() {}

    static Arrays read(Path file, Workspace workspace) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new InputException(
                        "The archive has too many members.",
                        "at most " + MAX_ENTRIES,
                        String.valueOf(zip.size()),
                        file.toString(),
                        "keep only the arrays that are needed");
            }
            List<String> names = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(n -> n.endsWith(SUFFIX))
                    .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                    .toList();
            String labels = first(LABELS, names);
            List<String> others = names.stream().filter(n -> !n.equals(labels)).toList();
            String examples = first(EXAMPLES, names);
            if (examples == null && others.size() == 1) {
                examples = others.getFirst();
            }
            if (examples == null) {
                throw new InputException(
                        "It is not clear which array holds the examples.",
                        "one array called " + String.join(", ", EXAMPLES) + ", or a single array",
                        "arrays " + names,
                        file.toString(),
                        "rename the array of the examples to X");
            }
            return new Arrays(
                    member(zip, examples, file, workspace),
                    labels == null ? null : member(zip, labels, file, workspace));
        } catch (IOException e) {
            throw Failures.unreadable(file.toString(), e);
        }
    }

    private static @Nullable String first(List<String> wanted, List<String> present) {
        return wanted.stream().filter(present::contains).findFirst().orElse(null);
    }

    private static NumberArray member(ZipFile zip, String name, Path file, Workspace workspace) throws IOException {
        ZipEntry entry = zip.getEntry(name + SUFFIX);
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
            return NpyReader.read(in, entry.getCompressedSize(), workspace, file + ", array " + name);
        }
    }
}
