package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.data.ImageForm;
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
 * the length of its content, the content, and the CRC-32 of kind, the header's checksum, how many blocks stand before, and content. The first is
 * the {@linkplain PnzHeader header} as JSON, whose checksum is of kind and content. Blocks follow: the number of items, their names, the forms of images, and what a
 * {@link BlockCoder} made of them. The last is the index: position, number of items and checksum of each block. So a block that was moved, or
 * comes from another file, is found. All numbers are big-endian. Every length is checked before memory is taken. Not thread-safe.
 */
final class PnzReader implements Closeable {
    /** As that of PNG: bytes that show when a file was taken for text. */
    static final byte[] MAGIC = {(byte) 0x89, 'P', 'N', 'Z', '\r', '\n', 0x1a, '\n'};

    static final int HEADER = 'H';
    static final int BLOCK = 'B';
    static final int INDEX = 'I';

    private static final int LARGEST_RECORD = 1 << 28;
    private static final int LARGEST_HEADER = 1 << 16;
    private static final int FRAME = 1 + 2 * Integer.BYTES;

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private final PnzHeader header;
    private final long first;
    /** Checksum of the header; the records of files of version 2 do not hold it. */
    private final int headerCrc;

    private final List<Entry> index;
    /** Where the index begins. */
    private long end;

    /** Of the last record. */
    private int crc;

    private DataInputStream in;
    private long position;
    private int next;

    /**
     * Where a block is.
     *
     * @param first place of its first item in the file
     * @param crc   its checksum; 0 in files of version 2
     */
    private record Entry(long position, long first, int items, int crc) {}

    /**
     * A block as it stands in the file.
     *
     * @param position of its record, in bytes
     * @param first    place of its first item in the file
     * @param names    of its items
     * @param forms    of image files; empty where items are none
     * @param content  what a {@link BlockCoder} reads
     */
    record Block(long position, long first, List<String> names, List<ImageForm> forms, ByteBuffer content) {}

    /**
     * Opens a file and reads its header and index.
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
            byte[] json = content(HEADER, LARGEST_HEADER);
            this.header = PnzHeader.read(json, file + ", header");
            this.headerCrc = crc;
            this.first = position;
            this.index = index();
        } catch (EOFException e) {
            throw closed(damaged("it ends early"));
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

    /** How many items there are. */
    long items() {
        return index.isEmpty() ? 0 : index.getLast().first + index.getLast().items;
    }

    /** How many blocks there are. */
    int blocks() {
        return index.size();
    }

    /** The next block, or null after the last one. */
    @Nullable
    Block next() {
        return next == index.size() ? null : block(next++);
    }

    /** The block that has item {@code item}, which there is. */
    Block blockOf(long item) {
        int low = 0;
        int high = index.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            low = index.get(middle).first <= item ? middle : low;
            high = index.get(middle).first <= item ? high : middle;
        }
        return block(low);
    }

    private Block block(int number) {
        Entry entry = index.get(number);
        try {
            if (position != entry.position) {
                position = entry.position;
                in = at(position);
            }
            byte[] content = content(BLOCK, LARGEST_RECORD, number);
            if (isSealed() && crc != entry.crc) {
                throw damaged("another block than its index has", entry.position);
            }
            if (position != (number + 1 == index.size() ? end : index.get(number + 1).position)) {
                throw damaged("other bytes between two blocks");
            }
            return block(entry, content);
        } catch (EOFException e) {
            throw damaged("it ends within a block");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Whether records hold the checksum of the header and their place. */
    private boolean isSealed() {
        return header.version() > 2;
    }

    /** All blocks; they stand one behind the other between header and index. */
    private List<Entry> index() throws IOException {
        long last = length - Long.BYTES;
        if (last < first) {
            throw damaged("it ends before its index");
        }
        long start = at(last).readLong();
        if (start < first || start > last - FRAME) {
            throw damaged("an index at byte " + start);
        }
        position = start;
        in = at(start);
        if (in.read() != INDEX) {
            throw damaged("no index at byte " + start);
        }
        int size = in.readInt();
        if (size < 0 || size != last - start - FRAME) {
            throw damaged("an index of " + Integer.toUnsignedString(size) + " bytes");
        }
        int bytes = Long.BYTES + Integer.BYTES + (isSealed() ? Integer.BYTES : 0);
        position = start;
        in = at(start);
        end = start;
        byte[] content = content(INDEX, size, size / bytes);
        List<Entry> entries = entries(content, bytes);
        position = -1;
        return entries;
    }

    private DataInputStream at(long start) throws IOException {
        channel.position(start);
        return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
    }

    private List<Entry> entries(byte[] content, int bytes) {
        List<Entry> entries = new ArrayList<>();
        long from = first;
        long items = 0;
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.remaining() >= bytes) {
            Entry entry = new Entry(buffer.getLong(), items, buffer.getInt(), isSealed() ? buffer.getInt() : 0);
            if (entry.position < from
                    || entry.position > end - FRAME
                    || entry.items < 1
                    || (entries.isEmpty() && entry.position != first)) {
                throw damaged("an index with a block of " + entry.items + " items at byte " + entry.position);
            }
            entries.add(entry);
            from = entry.position + FRAME;
            items += entry.items;
        }
        if (buffer.hasRemaining() || (entries.isEmpty() && end != first)) {
            throw damaged("an index of " + content.length + " bytes");
        }
        return entries;
    }

    private Block block(Entry entry, byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        if (buffer.remaining() < Integer.BYTES) {
            throw damaged("a block of " + content.length + " bytes", entry.position);
        }
        int count = buffer.getInt();
        if (count != entry.items) {
            throw damaged("a block of " + count + " items where the index has " + entry.items, entry.position);
        }
        if (!Limits.allow(count, header.shape().size(), content.length)) {
            throw damaged(
                    count + " items of " + header.shape() + " in a block of " + content.length + " bytes",
                    entry.position);
        }
        try {
            List<String> names = Names.read(buffer, count, entry.first);
            boolean forms = header.images() && header.isLossless();
            return new Block(
                    entry.position, entry.first, names, forms ? Forms.read(buffer, count) : List.of(), buffer.slice());
        } catch (Ans.Damaged e) {
            throw damaged("item names that cannot be read: " + e.getMessage(), entry.position);
        }
    }

    private byte[] content(int kind, int largest) throws IOException {
        return content(kind, largest, 0);
    }

    /** The content of a record. */
    private byte[] content(int kind, int largest, int number) throws IOException {
        int found = in.read();
        if (found != kind) {
            throw damaged(found < 0 ? "it ends early" : "a record of kind " + found + ", not " + kind);
        }
        int size = in.readInt();
        if (size < 0 || size > largest || size > length - position - FRAME) {
            throw damaged("a record of " + Integer.toUnsignedString(size) + " bytes");
        }
        byte[] content = in.readNBytes(size);
        crc = in.readInt();
        boolean plain = kind == HEADER || !isSealed();
        if (crc != (plain ? PnzWriter.crc(kind, content) : PnzWriter.crc(kind, headerCrc, number, content))) {
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
