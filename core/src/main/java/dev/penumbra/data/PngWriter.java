package dev.penumbra.data;

import dev.penumbra.AtomicFiles;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes one example as a PNG whose samples are exactly its bytes. */
public final class PngWriter {
    private PngWriter() {}

    /**
     * Writes an image.
     *
     * @param pixels [channels, height, width], unsigned bytes
     * @param shape  with 1 channel (grey) or 3 (red, green, blue)
     * @throws dev.penumbra.InputException where the file cannot be written
     */
    public static void write(Path file, Shape shape, byte[] pixels) {
        byte[] png = png(shape, pixels);
        AtomicFiles.write(file, out -> out.write(png));
    }

    /** The bytes of the file; the same image gives the same bytes. */
    public static byte[] png(Shape shape, byte[] pixels) {
        int channels = shape.channels();
        if ((channels != 1 && channels != 3) || pixels.length != shape.size()) {
            throw new IllegalArgumentException(
                    "a PNG takes 1 or 3 channels, not " + shape + " with " + pixels.length + " values");
        }
        return png(shape, pixels, channels == 1 ? ImageForm.GREY : ImageForm.RGB);
    }

    /**
     * The bytes of a file that holds an image as another file did.
     *
     * @param pixels [channels, height, width], unsigned bytes, 1 channel or 3
     * @param form   of the other file; nothing lost
     * @throws IllegalArgumentException where the pixels are not those of such a file
     */
    public static byte[] png(Shape shape, byte[] pixels, ImageForm form) {
        int width = shape.width();
        int height = shape.height();
        int plane = height * width;
        boolean indexed = !form.palette().isEmpty();
        int samples = indexed ? 1 : form.channels();
        int colours = samples < 3 ? 1 : 3;
        int kind = indexed
                ? PngEncoder.PALETTE
                : (colours == 3 ? PngEncoder.RGB : PngEncoder.GREY) | (samples % 2 == 0 ? PngEncoder.ALPHA : 0);
        int most = (1 << form.bits()) - 1;
        Map<Integer, Integer> indices = new HashMap<>();
        for (int k = form.palette().size() - 1; k >= 0; k--) {
            indices.put(form.palette().get(k), k);
        }
        Bits rows = new Bits(width, height, samples * form.bits());
        for (int i = 0; i < plane; i++) {
            if (i % width == 0) {
                rows.nextRow();
            }
            for (int c = 0; c < samples; c++) {
                int byteValue = c >= colours ? 255 : pixels[shape.channels() == 1 ? i : c * plane + i] & 0xff;
                rows.add(indexed ? index(indices, shape, pixels, i) : byteValue * most / 255, form.bits());
            }
        }
        PngEncoder encoder = new PngEncoder(width, height, kind, form.bits());
        if (indexed) {
            palette(encoder, form.palette());
        }
        return encoder.finish(rows.bytes);
    }

    private static int index(Map<Integer, Integer> indices, Shape shape, byte[] pixels, int i) {
        int colour = 0xff;
        for (int c = 0; c < 3; c++) {
            colour =
                    (colour << 8) | (pixels[shape.channels() == 1 ? i : c * shape.height() * shape.width() + i] & 0xff);
        }
        Integer index = indices.get(colour);
        if (index == null) {
            throw new IllegalArgumentException("no such colour in the palette: " + Integer.toHexString(colour));
        }
        return index;
    }

    private static void palette(PngEncoder encoder, List<Integer> palette) {
        ByteBuffer colours = ByteBuffer.allocate(3 * palette.size());
        ByteBuffer alpha = ByteBuffer.allocate(palette.size());
        for (int colour : palette) {
            colours.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
            alpha.put((byte) (colour >>> 24));
        }
        encoder.chunk("PLTE", colours.array());
        if (palette.stream().anyMatch(colour -> colour >>> 24 != 0xff)) {
            encoder.chunk("tRNS", alpha.array());
        }
    }

    /** Rows of samples of some bits, each row from a byte of its own. */
    private static final class Bits {
        private final int stride;
        private final byte[] bytes;
        private int row = -1;
        private int at;

        Bits(int width, int height, int depth) {
            stride = Math.toIntExact(Math.ceilDiv((long) width * depth, 8));
            bytes = new byte[Math.multiplyExact(stride, height)];
        }

        void nextRow() {
            row++;
            at = 0;
        }

        void add(int sample, int bits) {
            for (int b = bits - 1; b >= 0; b--) {
                bytes[row * stride + at / 8] |= (byte) ((sample >> b & 1) << (7 - at % 8));
                at++;
            }
        }
    }

    /** The bytes of the file of a drawing: colours of 8 bits, with alpha where it has some. */
    public static byte[] png(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        boolean alpha = image.getColorModel().hasAlpha();
        int channels = alpha ? 4 : 3;
        byte[] rows = new byte[channels * width * height];
        for (int i = 0; i < width * height; i++) {
            int argb = image.getRGB(i % width, i / width);
            for (int c = 0; c < channels; c++) {
                rows[i * channels + c] = (byte) (c == 3 ? argb >>> 24 : argb >> (16 - 8 * c));
            }
        }
        return new PngEncoder(width, height, alpha ? PngEncoder.RGB | PngEncoder.ALPHA : PngEncoder.RGB, 8)
                .finish(rows);
    }

    /** The pixels of values in [0, 1], to which others are clamped, [d]. */
    public static byte[] pixels(float[] x) {
        byte[] pixels = new byte[x.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(255 * Math.clamp(x[i], 0f, 1f));
        }
        return pixels;
    }
}
