package dev.penumbra.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the reader for what lies at a path, by the ending of its name. */
final class Format {
    private Format() {}

    static Source open(Path path, @Nullable Resize resize, Workspace workspace) {
        String name = String.valueOf(path.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".npy")) {
            return arrays(name, new NpzReader.Arrays(NpyReader.read(path, workspace), null));
        }
        if (lower.endsWith(".npz")) {
            return arrays(name, NpzReader.read(path, workspace));
        }
        return IdxFiles.open(name, path, null, null, List.of(), workspace);
    }

    private static Source arrays(String name, NpzReader.Arrays arrays) {
        if (arrays.labels() == null) {
            return new Source(name, ArrayExamples.of(arrays.examples(), null, List.of(), List.of()), null, null);
        }
        long[] labels = Labels.numbers(arrays.labels(), arrays.examples().examples());
        List<String> classes = Labels.classes(List.of(labels));
        int[] indices = Labels.indices(labels, classes);
        return new Source(name, ArrayExamples.of(arrays.examples(), indices, List.of(), classes), null, null);
    }
}
