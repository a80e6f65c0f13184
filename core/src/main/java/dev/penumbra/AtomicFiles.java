package dev.penumbra;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes a file so that a reader, or a kill at any moment, finds the old content or the new one, never a part. */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** What writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes to a temporary name in the same folder, syncs, moves. Where {@code content} fails, nothing is left behind.
     *
     * @throws InputException where the disk is full or the folder cannot be written; the old file is then unharmed
     */
    public static void write(Path file, Content content) {
        Path temporary = file.toAbsolutePath().resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(temporary.resolveSibling(""));
            // What a kill left, or a link that someone laid there to have another file overwritten.
            Files.deleteIfExists(temporary);
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cleaned(temporary, failure(file, e));
        } catch (UncheckedIOException e) {
            throw cleaned(temporary, failure(file, Objects.requireNonNull(e.getCause())));
        } catch (RuntimeException e) {
            throw cleaned(temporary, e);
        }
    }

    private static RuntimeException cleaned(Path temporary, RuntimeException failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException leftover) {
            failure.addSuppressed(leftover);
        }
        return failure;
    }

    /** What writes the content of several files. */
    @FunctionalInterface
    public interface Contents {
        void writeTo(List<OutputStream> outs) throws IOException;
    }

    /** Writes several files at a time, each as {@link #write(Path, Content)} does. */
    public static void write(List<Path> files, Contents contents) {
        write(files, List.of(), contents);
    }

    private static void write(List<Path> files, List<OutputStream> open, Contents contents) {
        write(files.getFirst(), out -> {
            List<OutputStream> outs =
                    Stream.concat(open.stream(), Stream.of(out)).toList();
            if (files.size() == 1) {
                contents.writeTo(outs);
            } else {
                write(files.subList(1, files.size()), outs, contents);
            }
        });
    }

    /** The message for a failed write. */
    public static InputException failure(Path file, IOException cause) {
        return new InputException(
                "Cannot write " + file.getFileName(),
                "a folder that can be written, with room on its disk",
                reason(cause),
                file.toString(),
                "free some space or choose another folder, then run the same command again; nothing written before is"
                        + " lost",
                cause);
    }

    /** In words, why an operation on a file failed. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission (" + denied.getFile() + ")";
            case NoSuchFileException missing -> "no such file or folder (" + missing.getFile() + ")";
            case FileAlreadyExistsException exists -> "a file is in the way (" + exists.getFile() + ")";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
