package dev.penumbra.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Idx files that belong together: the images of each split, and beside them the labels. */
final class IdxFiles {
    private IdxFiles() {}

    /**
     * Opens the splits of a data set with one list of classes.
     *
     * @param classes names of the classes 0, 1, ..., or empty for the labels themselves
     */
    static Source open(
            String name,
            Path train,
            @Nullable Path validation,
            @Nullable Path test,
            List<String> classes,
            Workspace workspace) {
        List<Path> files = present(train, validation, test);
        List<NumberArray> images =
                files.stream().map(f -> IdxReader.read(f, workspace)).toList();
        List<long[]> labels = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = labelsBeside(files.get(i));
            if (file != null) {
                labels.add(Labels.numbers(
                        IdxReader.read(file, workspace), images.get(i).examples()));
            }
        }
        boolean labelled = labels.size() == files.size();
        List<String> values = labelled ? Labels.classes(labels) : List.of();
        List<String> names = classes.size() == values.size() ? classes : values;
        List<Dataset> parts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            int[] indices = labelled ? Labels.indices(labels.get(i), values) : null;
            parts.add(ArrayExamples.of(images.get(i), indices, List.of(), names));
        }
        return new Source(
                name,
                parts.getFirst(),
                validation == null ? null : parts.get(1),
                test == null ? null : parts.getLast());
    }

    /** {@code a-labels-idx1-ubyte(.gz)} for {@code a-images-idx3-ubyte(.gz)} where it exists, else null. */
    private static @Nullable Path labelsBeside(Path images) {
        String name = String.valueOf(images.getFileName());
        String labels = name.replaceFirst("images[-.]idx[34]", "labels-idx1").replaceFirst("\\.gz$", "");
        if (labels.equals(name)) {
            return null;
        }
        return present(images.resolveSibling(labels));
    }

    /** Those that are not null, in their order. */
    @SafeVarargs
    static <T> List<T> present(@Nullable T... parts) {
        List<T> present = new ArrayList<>();
        for (T part : parts) {
            if (part != null) {
                present.add(part);
            }
        }
        return present;
    }

    /** {@code file} or {@code file.gz}, whichever exists, else null. */
    static @Nullable Path present(Path file) {
        Path gzip = file.resolveSibling(file.getFileName() + ".gz");
        return Files.isRegularFile(file) ? file : Files.isRegularFile(gzip) ? gzip : null;
    }
}
