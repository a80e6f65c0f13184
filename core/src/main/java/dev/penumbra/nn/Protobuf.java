package dev.penumbra.nn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the wire format of Protocol Buffers, field by field in the order of the calls. Parts of other messages are
 * shared, not copied.
 */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final List<byte[]> parts = new ArrayList<>();
    private long size;

    /** An integer. */
    Protobuf add(int field, long value) {
        return part(varint(((long) field << 3) | VARINT)).part(varint(value));
    }

    Protobuf add(int field, float value) {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        return part(varint(((long) field << 3) | FIXED_32)).part(bytes);
    }

    Protobuf add(int field, String text) {
        return add(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf add(int field, byte[] bytes) {
        return delimited(field, bytes.length).part(bytes);
    }

    Protobuf add(int field, Protobuf message) {
        delimited(field, message.size);
        parts.addAll(message.parts);
        size += message.size;
        return this;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }

    private Protobuf delimited(int field, long length) {
        return part(varint(((long) field << 3) | LENGTH_DELIMITED)).part(varint(length));
    }

    private Protobuf part(byte[] bytes) {
        parts.add(bytes);
        size += bytes.length;
        return this;
    }

    /** Seven bits a byte, the lowest first; the highest bit of a byte says that more follow. */
    private static byte[] varint(long value) {
        byte[] bytes = new byte[Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (((value >>> (7 * i)) & 0x7f) | (i < bytes.length - 1 ? 0x80 : 0));
        }
        return bytes;
    }
}
