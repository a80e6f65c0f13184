package dev.penumbra.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageReader;

/**
 * What a TIFF's first directory says of its pixels, for which ImageIO takes memory before it reads them. Format: TIFF 6.0, sections 2 and 8.
 *
 * @param length      bytes of the file
 * @param compression how the pixels are packed
 * @param bits        of a pixel
 * @param frame       pixels of the largest JPEG within it that its own header claims; 0 where there is none
 */
record TiffFields(int length, int compression, int bits, long frame) {
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int SAMPLES = 277;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_BYTES = 325;
    private static final int JPEG_BYTES = 514;
    private static final int SUBSAMPLING = 530;
    private static final Set<Integer> TAGS =
            Set.of(BITS, COMPRESSION, SAMPLES, STRIP_BYTES, TILE_BYTES, JPEG_BYTES, SUBSAMPLING);

    /** Bytes of a value of the types 0 to 13. */
    private static final int[] BYTES = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private static final int SHORT = 3;
    private static final int LONG = 4;

    /** Directories that are looked at: no other is read. */
    private static final int DIRECTORIES = 2;

    /** Four inks and transparency. */
    private static final int MAX_SAMPLES = 5;

    private static final int MAX_BITS = 16;
    private static final int MAX_SUBSAMPLING = 4;
    private static final int NONE = 1;
    /** Pixels of a JPEG that cost little, whatever its strip. */
    private static final int SMALL_FRAME = 1 << 20;

    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;

    /** Refuses fields that claim more values than the file's {@code length} bytes can hold, and pixels that no image has. */
    static TiffFields of(byte[] file, int length) throws IOException {
        if (length < 8) {
            throw new IOException("a TIFF file that ends in its header");
        }
        ByteBuffer in =
                ByteBuffer.wrap(file, 0, length).order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        Map<Integer, Long> largest = new TreeMap<>();
        long at = in.getInt(4) & 0xffffffffL;
        for (int d = 0; d < DIRECTORIES && at >= 8 && at + 2 <= length; d++) {
            int fields = in.getShort((int) at) & 0xffff;
            long claimed = 0;
            for (long field = at + 2; field < at + 2 + 12L * fields && field + 12 <= length; field += 12) {
                int type = Math.min(in.getShort((int) field + 2) & 0xffff, BYTES.length - 1);
                claimed += BYTES[type] * (in.getInt((int) field + 4) & 0xffffffffL);
                if (claimed > length) {
                    throw new IOException("a field of " + claimed + " bytes in a file of " + length);
                }
                int tag = in.getShort((int) field) & 0xffff;
                if (d == 0 && TAGS.contains(tag) && (type == SHORT || type == LONG)) {
                    largest.merge(tag, largest(in, (int) field, type), Math::max);
                }
            }
            long next = at + 2 + 12L * fields;
            at = next + 4 <= length ? in.getInt((int) next) & 0xffffffffL : length;
        }
        return of(length, largest, frame(in));
    }

    /** Pixels that the largest header of a JPEG's frame claims (ITU T.81, B.2.2): compressed data has no such bytes. */
    private static long frame(ByteBuffer in) {
        long largest = 0;
        ByteBuffer big = in.duplicate().order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i + 10 <= big.limit(); i++) {
            boolean header = big.get(i) == (byte) 0xff && (big.get(i + 1) & 0xfc) == 0xc0;
            if (header && big.getShort(i + 2) == 8 + 3 * big.get(i + 9)) {
                largest = Math.max(largest, (big.getShort(i + 5) & 0xffffL) * (big.getShort(i + 7) & 0xffffL));
            }
        }
        return largest;
    }

    private static long largest(ByteBuffer in, int field, int type) throws IOException {
        int count = in.getInt(field + 4);
        long from = count * BYTES[type] <= 4 ? field + 8 : in.getInt(field + 8) & 0xffffffffL;
        if (from + (long) count * BYTES[type] > in.limit()) {
            throw new IOException("a field beyond the end of the file");
        }
        long largest = 0;
        for (int i = 0; i < count; i++) {
            int at = (int) from + i * BYTES[type];
            largest = Math.max(largest, type == SHORT ? in.getShort(at) & 0xffff : in.getInt(at) & 0xffffffffL);
        }
        return largest;
    }

    private static TiffFields of(int length, Map<Integer, Long> largest, long frame) throws IOException {
        long compression = largest.getOrDefault(COMPRESSION, (long) NONE);
        long samples = largest.getOrDefault(SAMPLES, 1L);
        long bits = largest.getOrDefault(BITS, 1L);
        if (bits > MAX_BITS) {
            throw new IOException("samples of " + bits + " bits that are no whole numbers of 8 or 16");
        }
        if (samples > MAX_SAMPLES) {
            throw new IOException(
                    "pixels of " + samples + " samples that are no grey, no red, green and blue, and no inks");
        }
        if (largest.getOrDefault(SUBSAMPLING, 1L) > MAX_SUBSAMPLING) {
            throw new IOException("colours of every " + largest.get(SUBSAMPLING) + " pixels");
        }
        for (int tag : new int[] {STRIP_BYTES, TILE_BYTES, JPEG_BYTES}) {
            // Where the pixels are not packed, the size is not used, and some programs write a wrong one.
            if (compression != NONE && largest.getOrDefault(tag, 0L) > length) {
                throw new IOException("pixels packed in " + largest.get(tag) + " bytes in a file of " + length);
            }
        }
        boolean jpeg = compression == OLD_JPEG || compression == JPEG;
        return new TiffFields(length, (int) compression, (int) (samples * bits), jpeg ? frame : 0);
    }

    /**
     * Refuses an image whose pixels the file cannot hold, or whose strips or tiles reach far beyond it or take more memory than there is: the
     * decoder holds each twice, beside the part of the image that is wanted.
     */
    void requireMemory(ImageReader reader) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        long wide = reader.getTileWidth(0);
        long high = reader.isImageTiled(0) ? reader.getTileHeight(0) : Math.min(reader.getTileHeight(0), height);
        long pixels = width * height;
        if (wide < 1
                || high < 1
                || Math.ceilDiv(width, wide) * wide * Math.ceilDiv(height, high) * high
                        > Math.max(4 * pixels, Image.MAX_PIXELS)) {
            throw new IOException(
                    "strips or tiles of " + high + "x" + wide + " in an image of " + height + "x" + width);
        }
        if (frame > Math.max(4 * wide * high, SMALL_FRAME)) {
            throw new IOException("a JPEG of " + frame + " pixels in a strip or tile of " + high + "x" + wide);
        }
        if (bytes(pixels) > growth() * length) {
            throw new IOException("pixels of " + bytes(pixels) + " bytes in a file of " + length);
        }
        long taken = bytes(Math.min(pixels, Image.MAX_PIXELS)) + 2 * bytes(wide * high);
        if (taken > Runtime.getRuntime().maxMemory() / 2) {
            throw new IOException("one whose strips or tiles of " + high + "x" + wide + " pixels take " + taken
                    + " bytes of memory, more than half of what there is");
        }
    }

    private long bytes(long pixels) {
        return Math.ceilDiv(pixels * bits, 8);
    }

    /** Bytes of pixels that a byte of the file can hold: in a fax, a bit may be a row. */
    private long growth() {
        return switch (compression) {
            case NONE -> MAX_SUBSAMPLING;
            case 2, 3, 4 -> Image.MAX_PIXELS;
            default -> 2048;
        };
    }
}
