package dev.penumbra.data;

import dev.penumbra.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A known set of idx files.
 *
 * @param name       of the set, and of the folder it lies in
 * @param train      name of the file of training images, without .gz
 * @param validation the same for the published validation set, or null
 * @param test       the same for the published test set, or null
 * @param classes    names of the classes, or empty for the labels themselves
 * @param type       what the values of its images are
 * @param downloads  where its files come from; empty where they cannot be fetched
 * @param source     how a person gets it
 */
record KnownFiles(
        String name,
        String train,
        @Nullable String validation,
        @Nullable String test,
        List<String> classes,
        Values.Type type,
        List<Download> downloads,
        String source) {

    /** Opens the set where it lies, or downloads it to the cache. */
    Source open(DataOptions options, Map<String, String> environment, Workspace workspace, DownloadProgress progress) {
        Path cache = workspace.folder().resolve(name);
        List<Path> places = places(options, environment, cache);
        for (Path place : places) {
            if (isIn(place)) {
                return openIn(place, workspace);
            }
        }
        if (downloads.isEmpty()) {
            throw new InputException(
                    "The data set " + name + " was not found.",
                    String.join(", ", files()) + ", each plain or as .gz",
                    "none of these places has all of them",
                    places.stream()
                            .map(Path::toString)
                            .reduce((a, b) -> a + ", " + b)
                            .orElseThrow(),
                    source + " and put the files in one of these folders");
        }
        for (Download download : downloads) {
            download.to(cache, progress);
        }
        return openIn(cache, workspace);
    }

    private List<Path> places(DataOptions options, Map<String, String> environment, Path cache) {
        List<Path> places = new ArrayList<>();
        if (options.dataDir() != null) {
            places.add(options.dataDir().resolve(name));
            places.add(options.dataDir());
        }
        String shared = environment.get("PENUMBRA_DATA");
        if (shared != null && !shared.isBlank()) {
            places.add(Path.of(shared, name));
        }
        places.add(cache);
        return places;
    }

    /** Everything that is needed: the images, and of what can be downloaded the labels too. */
    private List<String> files() {
        return Stream.concat(
                        IdxFiles.present(train, validation, test).stream(),
                        downloads.stream().map(d -> d.file().replaceFirst("\\.gz$", "")))
                .distinct()
                .toList();
    }

    private boolean isIn(Path folder) {
        return files().stream().allMatch(f -> IdxFiles.present(folder.resolve(f)) != null);
    }

    private Source openIn(Path folder, Workspace workspace) {
        Path trainFile = path(folder, train);
        if (trainFile == null) {
            throw new IllegalStateException(folder + " was checked for " + train);
        }
        return IdxFiles.open(name, trainFile, path(folder, validation), path(folder, test), classes, type, workspace);
    }

    private static @Nullable Path path(Path folder, @Nullable String file) {
        return file == null ? null : IdxFiles.present(folder.resolve(file));
    }
}
