package dev.penumbra.run;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second training out of a run's folder. The operating system gives it back when the process ends, however that
 * happens, so the file {@code .lock} that remains says nothing by itself.
 */
public final class RunLock implements AutoCloseable {
    static final String FILE = ".lock";

    /** Behind all text: where locks are mandatory, the holder's name in front of it can still be read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int LONGEST_HOLDER = 100;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the folder; {@link InputException} where it is taken, by this process or another, or cannot be written. */
    public static RunLock take(RunDirectory run) {
        Path file = run.path().resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            if (!lock(channel)) {
                channel.close();
                throw taken(file);
            }
            byte[] holder = ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            channel.truncate(0).write(ByteBuffer.wrap(holder));
            return new RunLock(channel);
        } catch (IOException e) {
            throw new InputException(
                    "Cannot take the run's folder for training",
                    "a folder that can be written, on a file system with locks",
                    AtomicFiles.reason(e),
                    file.toString(),
                    "make the folder writable, or use one on a local disk; a run can be copied there and resumed",
                    e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }

    private static InputException taken(Path file) throws IOException {
        String holder;
        try (InputStream in = Files.newInputStream(file)) {
            holder = new String(in.readNBytes(LONGEST_HOLDER), StandardCharsets.UTF_8);
        }
        return new InputException(
                "This run is being trained already",
                "a run that no one else trains",
                "one that is taken by " + holder,
                file.toString(),
                "wait for it or stop it, or give another --run");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back the run's folder", e);
        }
    }
}
