package dev.penumbra.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * PNG files (ISO/IEC 15948:2004), not interlaced. Each row gets the filter whose differences have the smallest sum of absolute values, as
 * the standard advises in 12.8; the whole is deflated at the strongest level, and kept without filters where that is smaller, as
 * it is for drawings.
 */
final class PngEncoder {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    /** Added to grey and RGB where there is alpha. */
    static final int ALPHA = 4;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int FILTERS = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int kind;
    private final int bits;
    private final int height;
    /** Bytes of a row, and of a pixel, at least 1. */
    private final int stride;

    private final int pixel;

    /**
     * Begins a file.
     *
     * @param kind of colour, as the header has it
     * @param bits of a sample: 8 or 16; also 1, 2 and 4 for grey and for palettes
     */
    PngEncoder(int width, int height, int kind, int bits) {
        int samples = (kind & RGB) != 0 && kind != PALETTE ? 3 : 1;
        int depth = (samples + ((kind & ALPHA) != 0 ? 1 : 0)) * bits;
        this.kind = kind;
        this.bits = bits;
        this.height = height;
        this.stride = Math.toIntExact(Math.ceilDiv((long) width * depth, 8));
        this.pixel = Math.max(1, depth / 8);
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) bits).put((byte) kind).put((byte) 0).put((byte) 0).put((byte) 0);
        chunk("IHDR", header.array());
    }

    /** Adds a chunk. */
    PngEncoder chunk(String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(name);
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        return this;
    }

    /**
     * The whole file.
     *
     * @param rows packed rows from the top, as a PNG without filters has them
     */
    byte[] finish(byte[] rows) {
        if (rows.length != stride * height) {
            throw new IllegalArgumentException(rows.length + " bytes for " + height + " rows of " + stride);
        }
        byte[] smallest = deflated(plain(rows), Deflater.DEFAULT_STRATEGY);
        if (bits >= 8 && kind != PALETTE) {
            byte[] filtered = deflated(filtered(rows), Deflater.FILTERED);
            smallest = filtered.length < smallest.length ? filtered : smallest;
        }
        chunk("IDAT", smallest).chunk("IEND", new byte[0]);
        return out.toByteArray();
    }

    private byte[] plain(byte[] rows) {
        byte[] plain = new byte[height * (stride + 1)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(rows, y * stride, plain, y * (stride + 1) + 1, stride);
        }
        return plain;
    }

    private byte[] filtered(byte[] rows) {
        byte[] filtered = new byte[height * (stride + 1)];
        byte[] candidate = new byte[stride];
        for (int y = 0; y < height; y++) {
            long least = Long.MAX_VALUE;
            for (int filter = 0; filter < FILTERS; filter++) {
                long sum = 0;
                for (int i = 0; i < stride; i++) {
                    candidate[i] = difference(filter, rows, y, i);
                    sum += Math.abs(candidate[i]);
                }
                if (sum < least) {
                    least = sum;
                    filtered[y * (stride + 1)] = (byte) filter;
                    System.arraycopy(candidate, 0, filtered, y * (stride + 1) + 1, stride);
                }
            }
        }
        return filtered;
    }

    private byte difference(int filter, byte[] rows, int y, int i) {
        int at = y * stride + i;
        int left = i < pixel ? 0 : rows[at - pixel] & 0xff;
        int above = y == 0 ? 0 : rows[at - stride] & 0xff;
        int corner = y == 0 || i < pixel ? 0 : rows[at - stride - pixel] & 0xff;
        int expected = switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> above;
            case 3 -> (left + above) / 2;
            default -> PlainPng.nearest(left, above, corner);
        };
        return (byte) (rows[at] - expected);
    }

    private static byte[] deflated(byte[] bytes, int strategy) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setStrategy(strategy);
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream(1 << 10);
            byte[] buffer = new byte[1 << 13];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
