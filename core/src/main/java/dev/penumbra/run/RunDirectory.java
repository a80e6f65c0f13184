package dev.penumbra.run;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code config.json}, {@code provenance.json}, {@code metrics.jsonl}, {@code checkpoint/},
 * {@code model.penumbra}, {@code report.html}, {@code images/}.
 *
 * @param path the folder
 */
public record RunDirectory(Path path) {
    /** The largest configuration, or other small file of a run, that is read. */
    static final int MAX_BYTES = 1 << 22;

    public Path config() {
        return path.resolve("config.json");
    }

    public Path provenance() {
        return path.resolve("provenance.json");
    }

    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    /** The state that training goes on from. */
    public Path checkpoint() {
        return path.resolve("checkpoint");
    }

    public Path model() {
        return path.resolve("model.penumbra");
    }

    public Path report() {
        return path.resolve("report.html");
    }

    public Path images() {
        return path.resolve("images");
    }

    /** Makes the folder for a new run; {@link InputException} where one is there already or it cannot be written. */
    public static RunDirectory create(Path path) {
        RunDirectory run = new RunDirectory(path);
        run.requireNew();
        try {
            Files.createDirectories(path);
            Path probe = path.resolve(".penumbra-probe");
            Files.write(probe, new byte[0]);
            Files.delete(probe);
        } catch (IOException e) {
            throw new InputException(
                    "Cannot write to the run's folder",
                    "a folder that can be made and written to",
                    AtomicFiles.reason(e),
                    path.toString(),
                    "give another folder with --run, or change its permissions",
                    e);
        }
        return run;
    }

    /** {@link InputException} where the folder holds a run. */
    public void requireNew() {
        if (Files.exists(config())) {
            throw new InputException(
                    "There is a run in this folder already",
                    "a new or empty folder",
                    "a folder with config.json",
                    path.toString(),
                    "give another --run, continue with `penumbra resume " + path + "`, or delete the folder");
        }
    }

    /** Takes the folder away again where nothing but the file of a {@link RunLock} was written into it. */
    public void deleteIfEmpty() {
        Path lock = path.resolve(RunLock.FILE);
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.anyMatch(entry -> !entry.equals(lock))) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
        try {
            Files.deleteIfExists(lock);
            Files.delete(path);
        } catch (IOException e) {
            throw AtomicFiles.failure(path, e);
        }
    }

    /** Opens the folder of an earlier run; {@link InputException} where it holds none. */
    public static RunDirectory open(Path path) {
        RunDirectory run = new RunDirectory(path);
        if (!Files.isRegularFile(run.config())) {
            throw new InputException(
                    "This is not a run",
                    "a folder with config.json, as `penumbra train` makes it",
                    Files.isDirectory(path) ? "a folder without config.json" : "no such folder",
                    path.toString(),
                    "list runs with `penumbra runs ls`");
        }
        return run;
    }

    /** All runs below {@code folder}, those of experiments included, in the order of their paths. */
    public static List<RunDirectory> all(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder, 4)) {
            return paths.filter(p -> p.endsWith("config.json"))
                    .map(p -> new RunDirectory(p.resolveSibling("").normalize()))
                    .sorted(Comparator.comparing(RunDirectory::path))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /** The first of {@code base}, {@code base-2}, {@code base-3}, ... under {@code parent} that does not exist yet. */
    public static Path free(Path parent, String base) {
        String name = base.replaceAll("[^A-Za-z0-9._-]+", "-");
        Path path = parent.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = parent.resolve(name + "-" + i);
        }
        return path;
    }

    /** All of a small file of this run; {@link InputException} where it is missing, larger than 4 MiB or cannot be read. */
    static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            Json.requireAtMost(MAX_BYTES, bytes.length, file.toString());
            return bytes;
        } catch (java.nio.file.NoSuchFileException e) {
            throw new InputException(
                    "A file of the run is missing",
                    file.getFileName().toString(),
                    "no such file",
                    file.toString(),
                    "check that the folder is a run and that training got as far as writing it",
                    e);
        } catch (IOException e) {
            throw new InputException(
                    "A file of the run cannot be read",
                    "a readable file",
                    AtomicFiles.reason(e),
                    file.toString(),
                    "check its permissions and the disk",
                    e);
        }
    }
}
