package dev.penumbra.run;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /**
     * Makes the folder for a new run.
     *
     * @throws InputException where the folder holds anything already but hidden files, or cannot be written
     */
    public static RunDirectory create(Path path) {
        RunDirectory run = new RunDirectory(path);
        run.requireNew();
        try {
            Files.createDirectories(path);
            Path probe = path.resolve(".penumbra-probe");
            Files.write(probe, new byte[0]);
            Files.delete(probe);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        return run;
    }

    /** {@link InputException} where the folder holds a run, or something else that a run would be mixed with. */
    public void requireNew() {
        if (Files.exists(config(), LinkOption.NOFOLLOW_LINKS)) {
            throw new InputException(
                    "There is a run in this folder already",
                    "a new or empty folder",
                    "a folder with config.json",
                    path.toString(),
                    "give another --run, continue with `penumbra resume " + Printable.argument(path)
                            + "`, or delete the folder");
        }
        if (!Files.isDirectory(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            Path other = entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElse(null);
            if (other != null) {
                throw new InputException(
                        "There is something else in the run's folder",
                        "a new or empty folder",
                        "a folder with " + other.getFileName(),
                        path.toString(),
                        "give another --run, for example " + path.resolve("run"));
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static InputException unwritable(Path path, IOException e) {
        return new InputException(
                "Cannot write to the run's folder",
                "a folder that can be made and written to",
                AtomicFiles.reason(e),
                path.toString(),
                "give another folder with --run, or change its permissions",
                e);
    }

    /** Writes a file of this run as {@link AtomicFiles} does; where that fails, the message says how this run goes on. */
    public void write(Path file, AtomicFiles.Content content) {
        try {
            AtomicFiles.write(file, content);
        } catch (InputException e) {
            throw unwritten(e);
        }
    }

    /** A failed write of one of this run's files, with the remedy that holds for it. */
    public InputException unwritten(InputException failure) {
        return failure.withRemedy(
                Files.exists(config())
                        ? "free some space or make the folder writable, then go on with `penumbra resume "
                                + Printable.argument(path)
                                + "`; what was saved before is not lost"
                        : "free some space or give another folder with --run, then run the same command again");
    }

    /** {@link InputException} where the run was taken away while it was trained: nothing written there would be found again. */
    public void requireThere() {
        if (!Files.exists(config())) {
            throw new InputException(
                    "The run was deleted while it was trained",
                    "a folder with config.json until training ends",
                    Files.isDirectory(path) ? "a folder without config.json" : "no such folder",
                    path.toString(),
                    "train again from the start, and leave the folder in its place until training ends");
        }
    }

    /** Takes the folder away again where nothing but the file of a {@link RunLock} was written into it. */
    public void deleteIfEmpty() {
        if (!Files.isDirectory(path)) {
            return;
        }
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
                    received(path),
                    path.toString(),
                    "list runs with `penumbra runs ls`");
        }
        return run;
    }

    private static String received(Path path) {
        return Files.isDirectory(path)
                ? "a folder without config.json"
                : Files.exists(path) ? "a file" : "no such folder";
    }

    /** All runs below {@code folder}, those of experiments included, in the order of their paths; what cannot be listed has none. */
    public static List<RunDirectory> all(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<RunDirectory> runs = new ArrayList<>();
        try {
            Files.walkFileTree(folder, Set.of(), 4, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.endsWith("config.json") && Files.isRegularFile(file)) {
                        runs.add(new RunDirectory(file.resolveSibling("").normalize()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        runs.sort(Comparator.comparing(RunDirectory::path));
        return runs;
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
