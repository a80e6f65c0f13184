package dev.penumbra.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What the chunks of a PNG file say, all of which are whole: ImageIO does not compare their checksums. Format: ISO/IEC 15948:2004
 * and its third edition, which has the chunk eXIf.
 *
 * @param colour      0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 * @param transparent whether there is a chunk tRNS
 * @param orientation of the camera's notes, as {@link Exif#orientation} gives it
 * @param animated    whether there are frames beside the image
 */
record PngChunks(
        int height,
        int width,
        int depth,
        int colour,
        boolean interlaced,
        boolean transparent,
        int orientation,
        boolean animated) {
    static final int GREY = 0;
    static final int RGB = 2;
    /** Where the first chunk after the header stands. */
    static final int FIRST = 33;
    /** Length, type and checksum of a chunk. */
    static final int FRAME = 12;

    static final int IDAT = 0x49444154;
    static final int IEND = 0x49454e44;
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int TRNS = 0x74524e53;
    private static final int EXIF = 0x65584966;
    private static final int ANIMATION = 0x6163544c;
    private static final Set<Integer> KNOWN = Set.of(IHDR, PLTE, IDAT, IEND);
    /** Set in the types of chunks that a reader may skip. */
    private static final int ANCILLARY = 0x20000000;

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;

    /** Reads the first {@code length} bytes of {@code file}; throws where they are damaged or end too early. */
    static PngChunks of(byte[] file, int length) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file, 0, length);
        if (length < FIRST || in.getLong(0) != SIGNATURE || in.getInt(8) != 13 || in.getInt(12) != IHDR) {
            throw new IOException("a PNG without its header");
        }
        CRC32 crc = new CRC32();
        boolean transparent = false;
        boolean animated = false;
        int orientation = 1;
        for (int at = 8; ; ) {
            int size = at + FRAME <= length ? in.getInt(at) : -1;
            if (size < 0 || size > length - at - FRAME) {
                throw new IOException("a PNG that ends too early");
            }
            int type = in.getInt(at + 4);
            crc.reset();
            crc.update(file, at + 4, 4 + size);
            if ((int) crc.getValue() != in.getInt(at + 8 + size)) {
                throw new IOException("a damaged PNG: the checksum at byte " + (at + 8 + size) + " is another");
            }
            if (type == IEND) {
                break;
            }
            if ((type & ANCILLARY) == 0 && !KNOWN.contains(type)) {
                throw new IOException("a PNG of a kind of its own, with a chunk that only its programs know");
            }
            transparent |= type == TRNS;
            animated |= type == ANIMATION;
            orientation = type == EXIF ? Exif.orientation(file, at + 8, at + 8 + size) : orientation;
            at += FRAME + size;
        }
        return new PngChunks(
                in.getInt(20),
                in.getInt(16),
                in.get(24),
                in.get(25),
                in.get(28) != 0,
                transparent,
                orientation,
                animated);
    }
}
