package dev.penumbra.cli;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What other programs make of the same values, where they are installed: zstd of all items one behind the other, WebP and JPEG XL of each image
 * of at most 8 bits. They run in a temporary folder, without a shell. A program that is missing is left out; so is one that fails or takes
 * longer than its time, which a note says. Nothing of this is an error.
 */
final class InstalledCompressors implements AutoCloseable {
    private static final String IN = "in.png";
    private static final String ALL = "items";
    private static final String OUT = "out.jxl";
    private static final List<Compressor> IMAGES = List.of(
            new Compressor("cwebp", List.of("-lossless", "-z", "9"), List.of("-quiet", IN, "-o", OUT)),
            new Compressor("cjxl", List.of("-d", "0", "-e", "9"), List.of(IN, OUT)));
    private static final Compressor ZSTD =
            new Compressor("zstd", List.of("--ultra", "-22"), List.of("-q", "-f", ALL, "-o", OUT));

    /** Where the bits of a sample stand in a PNG. */
    private static final int PNG_BITS = 24;

    private final @Nullable Path folder;
    private final long seconds;
    private final List<Program> ofImages = new ArrayList<>();
    private final List<Program> ofAll = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable OutputStream all;

    /**
     * A program that compresses.
     *
     * @param settings that its size depends on
     * @param rest     of its arguments
     */
    private record Compressor(String name, List<String> settings, List<String> rest) {
        String title() {
            return name + " " + String.join(" ", settings);
        }
    }

    /** One that is installed, and what it did. */
    private static final class Program {
        private final Compressor compressor;
        private final Path executable;
        private long nanos;
        private long bytes;

        Program(Compressor compressor, Path executable, long seconds) {
            this.compressor = compressor;
            this.executable = executable;
            this.nanos = TimeUnit.SECONDS.toNanos(seconds);
        }
    }

    /**
     * Those that are installed.
     *
     * @param path    the folders of programs, as the environment has them
     * @param seconds that each may take in all
     */
    InstalledCompressors(@Nullable String path, long seconds) {
        this.seconds = seconds;
        find(path, IMAGES, ofImages);
        find(path, List.of(ZSTD), ofAll);
        Path made = null;
        try {
            made = ofImages.isEmpty() && ofAll.isEmpty() ? null : Files.createTempDirectory("penumbra-info");
            all = made == null || ofAll.isEmpty()
                    ? null
                    : new BufferedOutputStream(Files.newOutputStream(made.resolve(ALL)), 1 << 16);
        } catch (IOException e) {
            leaveOut(ofImages, "no temporary folder");
            leaveOut(ofAll, "no temporary folder");
        }
        this.folder = made;
    }

    private void find(@Nullable String path, List<Compressor> wanted, List<Program> into) {
        for (Compressor compressor : wanted) {
            Stream.of((path == null ? "" : path).split(File.pathSeparator, -1))
                    .flatMap(folder ->
                            Stream.of("", ".exe").map(ending -> executable(folder, compressor.name + ending)))
                    .flatMap(Stream::ofNullable)
                    .findFirst()
                    .ifPresent(file -> into.add(new Program(compressor, file, seconds)));
        }
    }

    private static @Nullable Path executable(String folder, String name) {
        try {
            Path file = Path.of(folder).resolve(name);
            return file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Adds an item. */
    void add(byte[] packed, byte @Nullable [] png) {
        try {
            if (all != null) {
                all.write(packed);
            }
        } catch (IOException e) {
            all = null;
            leaveOut(ofAll, "the temporary folder is full");
        }
        if (folder == null || ofImages.isEmpty()) {
            return;
        }
        if (png == null || png[PNG_BITS] > 8) {
            ofImages.clear();
            return;
        }
        try {
            Files.write(folder.resolve(IN), png);
        } catch (IOException e) {
            leaveOut(ofImages, "the temporary folder is full");
        }
        ofImages.removeIf(program -> !compresses(program, folder));
    }

    private void leaveOut(List<Program> programs, String why) {
        programs.forEach(program -> leaveOut(program, why));
        programs.clear();
    }

    private void leaveOut(Program program, String why) {
        notes.add("left out: " + program.compressor.title() + ", " + why);
    }

    private boolean compresses(Program program, Path in) {
        long start = System.nanoTime();
        try {
            String failure = run(program, in);
            if (failure == null) {
                program.bytes += Files.size(in.resolve(OUT));
                Files.delete(in.resolve(OUT));
                program.nanos -= System.nanoTime() - start;
                return true;
            }
            leaveOut(program, failure);
        } catch (IOException e) {
            leaveOut(program, "which cannot be run");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leaveOut(program, "which was interrupted");
        }
        return false;
    }

    /** Why it failed; null where it did not. */
    private @Nullable String run(Program program, Path in) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.executable.toString()));
        command.addAll(program.compressor.settings);
        command.addAll(program.compressor.rest);
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(program.nanos, TimeUnit.NANOSECONDS)) {
                return "which takes longer than " + seconds + " s";
            }
            return process.exitValue() == 0 ? null : "which ended with " + process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The sizes, in bytes, by program and settings; nothing can be added after this. */
    Map<String, Long> bytes() {
        try {
            if (folder != null && all != null) {
                all.close();
                all = null;
                ofAll.removeIf(program -> !compresses(program, folder));
            }
        } catch (IOException e) {
            leaveOut(ofAll, "the temporary folder is full");
        }
        Map<String, Long> sizes = new LinkedHashMap<>();
        ofAll.forEach(program -> sizes.put(program.compressor.title(), program.bytes));
        ofImages.forEach(program -> sizes.put(program.compressor.title(), program.bytes));
        return sizes;
    }

    /** Which programs are installed and were left out. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try {
            if (all != null) {
                all.close();
            }
            for (String name : List.of(IN, ALL, OUT)) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            notes.add("the temporary folder " + folder + " cannot be removed");
        }
    }
}
