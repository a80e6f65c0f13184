package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a compressed file: 8 bytes of magic, then records, then the position of the last of them in 8 bytes. A record is its kind (a byte),
 * the length of its content, the content, and the CRC-32 of kind and content. The first is the {@linkplain PnzHeader header} as JSON. Blocks
 * follow: the number of items, their names, and what a {@link BlockCoder} made of them. The last is the index: position and number of items
 * of each block. All numbers are big-endian. Every length is checked before memory is taken. Not thread-safe.
 */
final class PnzReader implements Closeable {
    /** As that of PNG: bytes that show when a file was taken for text. */
    static final byte[] MAGIC = {(byte) 0x89, 'P', 'N', 'Z', '\r', '\n', 0x1a, '\n'};

    static final int HEADER = 'H';
    static final int BLOCK = 'B';
    static final int INDEX = 'I';

    /** The longest record, and the most values of a block. */
    static final int LARGEST_RECORD = 1 << 28;

    static final int LARGEST_BLOCK = 1 << 26;

    private static final int LARGEST_HEADER = 1 << 16;
    private static final int FRAME = 1 + 2 * Integer.BYTES;
    private static final int INDEX_ENTRY = Long.BYTES + Integer.BYTES;

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private final PnzHeader header;
    private final long first;
    private DataInputStream in;
    private long position;
    private long items;
    private final List<Entry> seen = new ArrayList<>();

    /** Where a block is. */
    record Entry(long position, int items) {}

    /**
     * A block as it stands in the file.
     *
     * @param position of its record, in bytes
     * @param first    place of its first item in the file
     * @param names    of its items
     * @param content  what a {@link BlockCoder} reads
     */
    record Block(long position, long first, List<String> names, ByteBuffer content) {}

    /**
     * Opens a file and reads its header.
     *
     * @throws InputException where it is none
     */
    PnzReader(Path file) {
        this.file = file;
        try {
            this.channel = FileChannel.open(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
        try {
            this.length = channel.size();
            this.in = at(0);
            byte[] magic = in.readNBytes(MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new InputException(
                        "This is not a compressed file of Penumbra.",
                        "the bytes that every .pnz begins with",
                        magic.length == 0 ? "an empty file" : "others",
                        file.toString(),
                        "give a file that `penumbra compress` wrote");
            }
            position = MAGIC.length;
            this.header = Json.read(record(HEADER, LARGEST_HEADER), PnzHeader.class, file + ", header");
            this.first = position;
        } catch (IOException e) {
            throw closed(unreadable(e));
        } catch (InputException e) {
            throw closed(e);
        }
    }

    private InputException closed(InputException e) {
        try {
            channel.close();
        } catch (IOException again) {
            e.addSuppressed(again);
        }
        return e;
    }

    PnzHeader header() {
        return header;
    }

    long length() {
        return length;
    }

    /** The next block, or null after the last one; by then everything in the file has been checked. */
    @Nullable
    Block next() {
        try {
            int kind = in.read();
            if (kind == BLOCK) {
                long start = position;
                Block block = block(start, content(BLOCK, LARGEST_RECORD), items);
                seen.add(new Entry(start, block.names.size()));
                items += block.names.size();
                return block;
            }
            if (kind != INDEX) {
                throw damaged(kind < 0 ? "it ends after " + items + " items" : "a record of kind " + kind);
            }
            long start = position;
            if (!entries(content(INDEX, LARGEST_RECORD)).equals(seen)) {
                throw damaged("an index that is not that of its blocks");
            }
            if (in.readLong() != start || in.read() >= 0) {
                throw damaged("other bytes than the position of the index at its end");
            }
            return null;
        } catch (EOFException e) {
            throw damaged("it ends after " + items + " items");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** All blocks, from the index. */
    List<Entry> index() {
        try {
            long end = length - Long.BYTES;
            if (end < first) {
                throw damaged("it ends before its index");
            }
            long start = at(end).readLong();
            if (start < first || start > end - FRAME) {
                throw damaged("an index at byte " + start);
            }
            position = start;
            in = at(start);
            return entries(record(INDEX, LARGEST_RECORD));
        } catch (EOFException e) {
            throw damaged("it ends within its index");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The block at {@code entry} of the index.
     *
     * @param first place of its first item in the file
     */
    Block block(Entry entry, long first) {
        try {
            position = entry.position;
            in = at(position);
            Block block = block(entry.position, record(BLOCK, LARGEST_RECORD), first);
            if (block.names.size() != entry.items) {
                throw damaged("a block of " + block.names.size() + " items where the index has " + entry.items);
            }
            return block;
        } catch (EOFException e) {
            throw damaged("it ends within a block");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private DataInputStream at(long start) throws IOException {
        channel.position(start);
        return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
    }

    private List<Entry> entries(byte[] content) {
        List<Entry> entries = new ArrayList<>();
        long from = first;
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.remaining() >= INDEX_ENTRY) {
            Entry entry = new Entry(buffer.getLong(), buffer.getInt());
            if (entry.position < from || entry.position > length - FRAME || entry.items < 1) {
                throw damaged("an index with a block of " + entry.items + " items at byte " + entry.position);
            }
            entries.add(entry);
            from = entry.position + FRAME;
        }
        if (buffer.hasRemaining()) {
            throw damaged("an index of " + content.length + " bytes");
        }
        return entries;
    }

    private Block block(long start, byte[] content, long first) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        if (buffer.remaining() < Integer.BYTES) {
            throw damaged("a block of " + content.length + " bytes");
        }
        int count = buffer.getInt();
        int most = LARGEST_BLOCK / header.shape().size();
        if (count < 1 || count > most) {
            throw damaged("a block of " + count + " items, of which there can be 1 to " + most);
        }
        try {
            return new Block(start, first, Names.read(buffer, count, first), buffer.slice());
        } catch (Ans.Damaged e) {
            throw damaged("item names that cannot be read: " + e.getMessage());
        }
    }

    private byte[] record(int kind, int largest) throws IOException {
        int found = in.read();
        if (found != kind) {
            throw damaged(found < 0 ? "it ends early" : "a record of kind " + found + ", not " + kind);
        }
        return content(kind, largest);
    }

    /** The content of a record whose kind was read. */
    private byte[] content(int kind, int largest) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > largest || size > length - position - FRAME) {
            throw damaged("a record of " + Integer.toUnsignedString(size) + " bytes");
        }
        byte[] content = in.readNBytes(size);
        if (in.readInt() != PnzWriter.crc(kind, content)) {
            throw damaged("bytes that do not have their checksum");
        }
        position += FRAME + (long) size;
        return content;
    }

    private InputException damaged(String received) {
        return damaged(received, position);
    }

    /** The message for bytes that are not those that were written. */
    InputException damaged(String received, long position) {
        return new InputException(
                "The compressed file is damaged.",
                "a whole file, as `penumbra compress` wrote it",
                received,
                file + ", byte " + position,
                "get the file again from where it was made");
    }

    private InputException unreadable(IOException e) {
        return new InputException(
                "The compressed file cannot be read.",
                "a readable file",
                AtomicFiles.reason(e),
                file.toString(),
                "check the path, its permissions and the disk",
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
