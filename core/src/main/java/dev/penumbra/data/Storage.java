package dev.penumbra.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Read-only bytes with 64-bit addresses, in memory or mapped from a file. Safe for use by several threads. */
final class Storage {
    /** Buffers of this many bytes, the last one shorter. */
    private final int chunkSize;

    private final List<ByteBuffer> chunks;
    private final long size;

    Storage(List<ByteBuffer> chunks, int chunkSize, long size) {
        this.chunks = List.copyOf(chunks);
        this.chunkSize = chunkSize;
        this.size = size;
    }

    /** The whole of {@code file}: copied to memory when the budget allows it, mapped otherwise. */
    static Storage ofFile(Path file, Workspace workspace) throws IOException {
        long size = Files.size(file);
        if (size > workspace.memoryBudget()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return map(channel);
            }
        }
        try (InputStream in = Files.newInputStream(file);
                StorageWriter writer = new StorageWriter(workspace, size, file.toString())) {
            in.transferTo(writer);
            return writer.finish();
        }
    }

    /** The whole of an open file; the mapping outlives the channel. */
    static Storage map(FileChannel channel) throws IOException {
        int chunkSize = 1 << 30;
        long size = channel.size();
        List<ByteBuffer> chunks = new ArrayList<>();
        for (long at = 0; at < size; at += chunkSize) {
            chunks.add(channel.map(FileChannel.MapMode.READ_ONLY, at, Math.min(chunkSize, size - at)));
        }
        return new Storage(chunks, chunkSize, size);
    }

    long size() {
        return size;
    }

    /** Copies {@code into.length} bytes from address {@code at}. */
    void read(long at, byte[] into) {
        int done = 0;
        while (done < into.length) {
            int chunk = (int) ((at + done) / chunkSize);
            int from = (int) ((at + done) % chunkSize);
            int count = Math.min(into.length - done, chunkSize - from);
            chunks.get(chunk).get(from, into, done, count);
            done += count;
        }
    }
}
