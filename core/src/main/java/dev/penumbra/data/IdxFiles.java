package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Idx files that belong together: the images of each split, and beside them the labels. */
final class IdxFiles {
    private static final Pattern IMAGES = Pattern.compile("idx[234]-ubyte(\\.gz)?$");

    private IdxFiles() {}

    /**
     * Opens the splits of a data set with one list of classes.
     *
     * @param classes names of the classes 0, 1, ..., or empty for the labels themselves
     * @param type    what the images' values are known to be, or null for what the type of the files says
     */
    static Source open(
            String name,
            Path train,
            @Nullable Path validation,
            @Nullable Path test,
            List<String> classes,
            Values.@Nullable Type type,
            Workspace workspace) {
        List<Path> files = present(train, validation, test);
        List<NumberArray> images =
                files.stream().map(f -> IdxReader.read(f, workspace)).toList();
        for (NumberArray array : images) {
            if (array.dims().size() == 1) {
                throw new InputException(
                        "This idx file holds labels.",
                        "examples: 2 to 4 dimensions",
                        "sizes " + array.dims(),
                        array.where(),
                        "open the file of the images; labels beside it, called ...-labels-idx1-ubyte, are read with"
                                + " it");
            }
        }
        List<Labels> labels = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = labelsBeside(files.get(i));
            if (file != null) {
                labels.add(Labels.ofNumbers(IdxReader.read(file, workspace))
                        .fitting(images.get(i).examples()));
            }
        }
        boolean labelled = labels.size() == files.size();
        List<String> values = labelled ? Labels.classes(labels) : List.of();
        List<String> names = classes.size() == values.size() ? classes : values;
        List<Dataset> parts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            int[] indices = labelled ? labels.get(i).indices(values) : null;
            Values.Type own = type == null ? images.get(i).element().type : type;
            parts.add(ArrayExamples.of(images.get(i), own, indices, List.of(), names));
        }
        return new Source(
                name,
                parts.getFirst(),
                validation == null ? null : parts.get(1),
                test == null ? null : parts.getLast());
    }

    /** Opens the splits that lie in {@code folder}, named after train, valid and test or t10k; null when it has no idx files. */
    static @Nullable Source inFolder(Path folder, Workspace workspace) {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(
                            f -> IMAGES.matcher(f.getFileName().toString()).find())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Failures.unreadable(folder.toString(), e);
        }
        if (files.isEmpty()) {
            return null;
        }
        String name = String.valueOf(folder.getFileName());
        Path test = only(files, "t10k|test");
        Path validation = only(files, "valid");
        Path train = files.size() == 1 ? files.getFirst() : only(files, "train");
        if (train == null) {
            throw new InputException(
                    "It is not clear which file is the training set.",
                    "one idx file of images, or one with train in its name",
                    files.toString(),
                    folder.toString(),
                    "open one of the files by its own path");
        }
        return files.size() == 1
                ? open(name, train, null, null, List.of(), null, workspace)
                : open(name, train, validation, test, List.of(), null, workspace);
    }

    private static @Nullable Path only(List<Path> files, String pattern) {
        List<Path> found = files.stream()
                .filter(f -> f.getFileName().toString().matches(".*(" + pattern + ").*"))
                .toList();
        return found.size() == 1 ? found.getFirst() : null;
    }

    /** {@code a-labels-idx1-ubyte(.gz)} for {@code a-images-idx3-ubyte(.gz)} where it exists, else null; also with a point before idx. */
    private static @Nullable Path labelsBeside(Path images) {
        String name = String.valueOf(images.getFileName());
        for (String separator : List.of("-", ".")) {
            String labels = name.replaceFirst("images[-.]idx[234]", "labels" + separator + "idx1");
            Path found = labels.equals(name) ? null : present(images.resolveSibling(labels.replaceFirst("\\.gz$", "")));
            if (found != null) {
                return found;
            }
        }
        return null;
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
