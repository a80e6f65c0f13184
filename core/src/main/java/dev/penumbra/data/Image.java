package dev.penumbra.data;

import dev.penumbra.InputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoded image on white paper where it was transparent.
 *
 * @param channels 1, grey, or 3: red, green and blue
 * @param samples  unsigned bytes, [channels, height, width]
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Image(int height, int width, int channels, byte[] samples) {
    private static final int MAX_SIDE = 1 << 14;
    private static final int MAX_PIXELS = 1 << 24;

    /** Decodes a PNG or JPEG in the first {@code length} bytes; its size is checked before its pixels are. */
    static Image decode(byte[] file, int length, String where) {
        boolean png = length > 1 && (file[0] & 0xff) == 0x89 && file[1] == 'P';
        boolean jpeg = length > 1 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
        if (!png && !jpeg) {
            throw unreadable("other bytes at its start", where, null);
        }
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(png ? "png" : "jpeg").next();
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file, 0, length))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (!isSize(height, width)) {
                throw new InputException(
                        "An image is too large.",
                        "at most " + MAX_SIDE + " pixels a side and " + MAX_PIXELS + " in all",
                        height + "x" + width,
                        where,
                        "shrink it or remove it");
            }
            BufferedImage image = reader.read(0);
            return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                            && !(image.getColorModel() instanceof IndexColorModel)
                    ? grey(image)
                    : colour(image);
        } catch (InputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The decoders of the JDK meet damaged files with exceptions of all kinds.
            throw unreadable(String.valueOf(e.getMessage()), where, e);
        } finally {
            reader.dispose();
        }
    }

    /** Whether an image may be so large. */
    static boolean isSize(int height, int width) {
        return height >= 1 && width >= 1 && height <= MAX_SIDE && width <= MAX_SIDE && height * width <= MAX_PIXELS;
    }

    private static InputException unreadable(String received, String where, @Nullable Throwable cause) {
        InputException e = new InputException(
                "An image cannot be read.", "a PNG or JPEG file", received, where, "remove it or get it again");
        if (cause != null) {
            e.initCause(cause);
        }
        return e;
    }

    /** Takes the samples themselves: Java's conversion to RGB would take linear grey and change the values. */
    private static Image grey(BufferedImage image) {
        Raster raster = image.getRaster();
        ColorModel model = image.getColorModel();
        double max = (1 << model.getComponentSize(0)) - 1;
        Image out = empty(image, 1);
        for (int y = 0; y < out.height; y++) {
            for (int x = 0; x < out.width; x++) {
                int grey = (int) (raster.getSample(x, y, 0) * 255 / max + 0.5);
                int alpha = model.hasAlpha() ? (int) (raster.getSample(x, y, 1) * 255 / max + 0.5) : 255;
                out.samples[y * out.width + x] = onWhite(grey, alpha);
            }
        }
        return out;
    }

    private static Image colour(BufferedImage image) {
        Image out = empty(image, 3);
        int plane = out.height * out.width;
        for (int y = 0; y < out.height; y++) {
            for (int x = 0; x < out.width; x++) {
                int argb = image.getRGB(x, y);
                for (int c = 0; c < 3; c++) {
                    out.samples[c * plane + y * out.width + x] = onWhite((argb >> (16 - 8 * c)) & 0xff, argb >>> 24);
                }
            }
        }
        return out;
    }

    private static Image empty(BufferedImage like, int channels) {
        int plane = like.getHeight() * like.getWidth();
        return new Image(like.getHeight(), like.getWidth(), channels, new byte[channels * plane]);
    }

    private static byte onWhite(int value, int alpha) {
        return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
    }

    boolean isColoured() {
        int plane = height * width;
        return channels == 3
                && !(Arrays.equals(samples, 0, plane, samples, plane, 2 * plane)
                        && Arrays.equals(samples, 0, plane, samples, 2 * plane, 3 * plane));
    }

    Image resized(Resize size) {
        float[] values = new float[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples[i] & 0xff;
        }
        float[] resampled = Resample.image(values, channels, height, width, size);
        byte[] rounded = new byte[resampled.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (byte) Math.round(resampled[i]);
        }
        return new Image(size.height(), size.width(), channels, rounded);
    }

    /** The same in 1 channel, which is enough for what is not coloured, or in 3. */
    byte[] planes(int count) {
        if (count == channels) {
            return samples;
        }
        int plane = height * width;
        byte[] planes = new byte[count * plane];
        for (int c = 0; c < count; c++) {
            System.arraycopy(samples, 0, planes, c * plane, plane);
        }
        return planes;
    }
}
