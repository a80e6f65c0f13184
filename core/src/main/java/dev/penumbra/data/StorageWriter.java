package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects bytes whose number is not yet certain into a {@link Storage}. Memory grows only with what was really written; beyond
 * the budget everything moves to a temporary file that vanishes with this process.
 */
final class StorageWriter extends OutputStream {
    private static final int CHUNK = 1 << 22;

    private final Workspace workspace;
    private final List<byte[]> chunks = new ArrayList<>();
    private @Nullable FileChannel file;
    private long size;

    /**
     * @param expected bytes that will be written, as far as known
     * @param where    what is being read, for the message when there is no room for it
     */
    StorageWriter(Workspace workspace, long expected, String where) throws IOException {
        this.workspace = workspace;
        if (expected > workspace.memoryBudget()) {
            Files.createDirectories(workspace.folder());
            long room = Files.getFileStore(workspace.folder()).getUsableSpace();
            if (expected > room) {
                throw new InputException(
                        "The data does not fit on the disk.",
                        "at most " + room + " bytes, the free space of " + workspace.folder(),
                        expected + " bytes",
                        where,
                        "free some space, set XDG_CACHE_HOME to a larger disk, or use less data");
            }
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (file == null && size + count > workspace.memoryBudget()) {
            spill();
        }
        if (file != null) {
            writeFully(file, ByteBuffer.wrap(bytes, from, count));
            size += count;
            return;
        }
        int done = 0;
        while (done < count) {
            int inChunk = (int) (size % CHUNK);
            if (inChunk == 0) {
                chunks.add(new byte[CHUNK]);
            }
            int part = Math.min(count - done, CHUNK - inChunk);
            System.arraycopy(bytes, from + done, chunks.getLast(), inChunk, part);
            done += part;
            size += part;
        }
    }

    /** What was written; call it once. */
    Storage finish() throws IOException {
        if (file != null) {
            return Storage.map(file);
        }
        return new Storage(chunks.stream().map(ByteBuffer::wrap).toList(), CHUNK, size);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private void spill() throws IOException {
        Files.createDirectories(workspace.folder());
        Path path = Files.createTempFile(workspace.folder(), "data", ".tmp");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        file = channel;
        long left = size;
        for (byte[] chunk : chunks) {
            int count = (int) Math.min(left, CHUNK);
            writeFully(channel, ByteBuffer.wrap(chunk, 0, count));
            left -= count;
        }
        chunks.clear();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
