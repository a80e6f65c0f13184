package dev.penumbra.codec;

import dev.penumbra.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.CRC32;

/** Writes a compressed file front to back; {@link PnzReader} says what it looks like. Not thread-safe. */
final class PnzWriter {
    private final DataOutputStream out;
    private final ByteArrayOutputStream index = new ByteArrayOutputStream();
    private final DataOutputStream indexOut = new DataOutputStream(index);
    private long position;
    private long items;

    PnzWriter(OutputStream out, PnzHeader header) throws IOException {
        this.out = new DataOutputStream(out);
        this.out.write(PnzReader.MAGIC);
        position = PnzReader.MAGIC.length;
        record(PnzReader.HEADER, Json.writeLine(header));
    }

    /** How many items were written. */
    long items() {
        return items;
    }

    /** How many bytes were written. */
    long bytes() {
        return position;
    }

    /** Adds a block. */
    void block(List<String> names, byte[] content) throws IOException {
        indexOut.writeLong(position);
        indexOut.writeInt(names.size());
        ByteArrayOutputStream payload = new ByteArrayOutputStream(content.length + 64);
        new DataOutputStream(payload).writeInt(names.size());
        Names.write(payload, names, items);
        payload.writeBytes(content);
        items += names.size();
        record(PnzReader.BLOCK, payload.toByteArray());
    }

    /** Writes the index; after this the file is whole. */
    void finish() throws IOException {
        long start = position;
        record(PnzReader.INDEX, index.toByteArray());
        out.writeLong(start);
        position += Long.BYTES;
        out.flush();
    }

    private void record(int kind, byte[] payload) throws IOException {
        out.writeByte(kind);
        out.writeInt(payload.length);
        out.write(payload);
        out.writeInt(crc(kind, payload));
        position += 1 + Integer.BYTES + (long) payload.length + Integer.BYTES;
    }

    static int crc(int kind, byte[] payload) {
        CRC32 crc = new CRC32();
        crc.update(kind);
        crc.update(payload);
        return (int) crc.getValue();
    }
}
