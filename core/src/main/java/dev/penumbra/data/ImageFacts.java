package dev.penumbra.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an image file says of its pixels that its decoder does not heed.
 *
 * @param orientation how they are to be turned, as {@link Exif#orientation} gives it
 * @param bits        of a sample, 0 where the decoder keeps them as they are
 * @param grey        whether a palette that the decoder gives is one of grey values
 * @param animated    whether there are frames beside the image, where the decoder does not count them
 * @param jpeg        the markers of a JPEG, null of other kinds
 */
record ImageFacts(
        ImageKind kind,
        int orientation,
        int bits,
        boolean grey,
        boolean animated,
        @Nullable JpegMarkers jpeg) {
    /** The shortest header of a BMP that says how pixels are packed. */
    private static final int BMP_INFO = 40;

    private static final int BMP_JPEG = 4;
    private static final int BMP_PNG = 5;
    private static final int WEBP_CHUNKS = 12;
    private static final int WEBP_EXIF = 0x46495845;
    private static final int WEBP_ANIMATION = 0x4d494e41;

    /** Reads the first {@code length} bytes of {@code file}; throws where they are damaged or end too early. */
    static ImageFacts of(byte[] file, int length, ImageKind kind) throws IOException {
        return switch (kind) {
            case PNG -> of(PngChunks.of(file, length));
            case JPEG -> {
                JpegMarkers jpeg = JpegMarkers.of(file, length);
                yield new ImageFacts(kind, jpeg.orientation(), 0, false, false, jpeg);
            }
            case TIFF -> new ImageFacts(kind, Exif.orientation(file, 0, length), 0, false, false, null);
            case WEBP -> ofWebp(file, length);
            case BMP -> ofBmp(file, length);
            case GIF -> new ImageFacts(kind, 1, 0, false, false, null);
        };
    }

    static ImageFacts of(PngChunks png) {
        boolean grey = png.colour() == PngChunks.GREY;
        return new ImageFacts(ImageKind.PNG, png.orientation(), png.depth(), grey, png.animated(), null);
    }

    /** A JPEG or PNG within a BMP, which only printers read, would pass by all that holds for such files. */
    private static ImageFacts ofBmp(byte[] file, int length) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        boolean packed = in.getInt(14) >= BMP_INFO && (in.getInt(30) == BMP_JPEG || in.getInt(30) == BMP_PNG);
        if (packed) {
            throw new IOException("a BMP file that holds a JPEG or PNG file");
        }
        return new ImageFacts(ImageKind.BMP, 1, 0, false, false, null);
    }

    /** The chunks of a WebP file (RFC 9649). */
    private static ImageFacts ofWebp(byte[] file, int length) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        if ((in.getInt(4) & 0xffffffffL) + 8 > length) {
            throw new IOException("a WebP file that ends too early");
        }
        int orientation = 1;
        boolean animated = false;
        for (long at = WEBP_CHUNKS; at + 8 <= length; ) {
            int from = (int) at + 8;
            long size = in.getInt(from - 4) & 0xffffffffL;
            int to = (int) Math.min(length, from + size);
            animated |= in.getInt(from - 8) == WEBP_ANIMATION;
            if (in.getInt(from - 8) == WEBP_EXIF) {
                // Some programs put the six bytes before it that stand in a JPEG.
                boolean prefixed = to - from > 6 && file[from] == 'E';
                orientation = Exif.orientation(file, prefixed ? from + 6 : from, to);
            }
            at = from + size + (size & 1);
        }
        return new ImageFacts(ImageKind.WEBP, orientation, 0, false, animated, null);
    }
}
