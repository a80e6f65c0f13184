package dev.penumbra.codec;

import dev.penumbra.Json;
import dev.penumbra.data.ImageForm;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/** Writes a compressed file front to back; {@link PnzReader} says what it looks like. Not thread-safe. */
final class PnzWriter {
    private final DataOutputStream out;
    private final ByteArrayOutputStream index = new ByteArrayOutputStream();
    private final DataOutputStream indexOut = new DataOutputStream(index);
    /** Checksum of the header. */
    private final int header;

    private int blocks;
    private long position;
    private long items;

    PnzWriter(OutputStream out, PnzHeader header) throws IOException {
        this.out = new DataOutputStream(out);
        this.out.write(PnzReader.MAGIC);
        position = PnzReader.MAGIC.length;
        byte[] json = Json.writeLine(header);
        this.header = crc(PnzReader.HEADER, json);
        record(PnzReader.HEADER, json, this.header);
    }

    /** How many items were written. */
    long items() {
        return items;
    }

    /** How many blocks were written. */
    int blocks() {
        return blocks;
    }

    /** How many bytes were written. */
    long bytes() {
        return position;
    }

    /**
     * Adds a block.
     *
     * @param forms of image files; empty where items are none
     */
    void block(List<String> names, List<ImageForm> forms, byte[] content) throws IOException {
        indexOut.writeLong(position);
        indexOut.writeInt(names.size());
        ByteArrayOutputStream payload = new ByteArrayOutputStream(content.length + 64);
        new DataOutputStream(payload).writeInt(names.size());
        Names.write(payload, names, items);
        if (!forms.isEmpty()) {
            Forms.write(payload, forms);
        }
        payload.writeBytes(content);
        items += names.size();
        byte[] bytes = payload.toByteArray();
        int crc = crc(PnzReader.BLOCK, header, blocks, bytes);
        record(PnzReader.BLOCK, bytes, crc);
        indexOut.writeInt(crc);
        blocks++;
    }

    /** Writes the index; after this the file is whole. */
    void finish() throws IOException {
        long start = position;
        record(PnzReader.INDEX, index.toByteArray(), crc(PnzReader.INDEX, header, blocks, index.toByteArray()));
        out.writeLong(start);
        position += Long.BYTES;
        out.flush();
    }

    private void record(int kind, byte[] payload, int crc) throws IOException {
        out.writeByte(kind);
        out.writeInt(payload.length);
        out.write(payload);
        out.writeInt(crc);
        position += 1 + Integer.BYTES + (long) payload.length + Integer.BYTES;
    }

    /** The checksum of a header, and of all records of files of version 2. */
    static int crc(int kind, byte[] payload) {
        CRC32 crc = new CRC32();
        crc.update(kind);
        crc.update(payload);
        return (int) crc.getValue();
    }

    /**
     * The checksum of a record.
     *
     * @param header checksum of the header
     * @param number how many blocks stand before it
     */
    static int crc(int kind, int header, int number, byte[] payload) {
        CRC32 crc = new CRC32();
        crc.update(kind);
        crc.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(header)
                .putInt(number)
                .flip());
        crc.update(payload);
        return (int) crc.getValue();
    }
}
