package dev.penumbra.data;

import dev.penumbra.AtomicFiles;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

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
        int plane = shape.height() * shape.width();
        byte[] rows = new byte[pixels.length];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                rows[i * channels + c] = pixels[c * plane + i];
            }
        }
        int kind = channels == 1 ? PngEncoder.GREY : PngEncoder.RGB;
        return new PngEncoder(shape.width(), shape.height(), kind, 8).finish(rows);
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
