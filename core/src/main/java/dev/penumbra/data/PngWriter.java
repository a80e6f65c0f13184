package dev.penumbra.data;

import dev.penumbra.AtomicFiles;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

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

    /** The bytes of the file. */
    public static byte[] png(Shape shape, byte[] pixels) {
        int channels = shape.channels();
        if ((channels != 1 && channels != 3) || pixels.length != shape.size()) {
            throw new IllegalArgumentException(
                    "a PNG takes 1 or 3 channels, not " + shape + " with " + pixels.length + " values");
        }
        BufferedImage image = new BufferedImage(
                shape.width(),
                shape.height(),
                channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        WritableRaster raster = image.getRaster();
        int plane = shape.height() * shape.width();
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                raster.setSample(i % shape.width(), i / shape.width(), c, pixels[c * plane + i] & 0xff);
            }
        }
        return png(image);
    }

    /** The bytes of the file. */
    public static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java cannot write PNG: no ImageIO writer for " + image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a PNG", e);
        }
        return bytes.toByteArray();
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
