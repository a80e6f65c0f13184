package dev.penumbra.data;

import dev.penumbra.InputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoded image on white paper where it was transparent.
 *
 * @param rgb red, green and blue, [3, height, width], 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Image(int height, int width, float[] rgb) {
    private static final int MAX_SIDE = 1 << 14;
    private static final int MAX_PIXELS = 1 << 24;

    /** Decodes a PNG or JPEG; its size is checked before its pixels are. */
    static Image decode(byte[] file, String where) {
        boolean png = file.length > 1 && (file[0] & 0xff) == 0x89 && file[1] == 'P';
        boolean jpeg = file.length > 1 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
        if (!png && !jpeg) {
            throw unreadable("other bytes at its start", where, null);
        }
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(png ? "png" : "jpeg").next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
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
        Image out = new Image(image.getHeight(), image.getWidth(), new float[3 * image.getHeight() * image.getWidth()]);
        for (int y = 0; y < out.height; y++) {
            for (int x = 0; x < out.width; x++) {
                int grey = (int) (raster.getSample(x, y, 0) * 255 / max + 0.5);
                int alpha = model.hasAlpha() ? (int) (raster.getSample(x, y, 1) * 255 / max + 0.5) : 255;
                out.set(y, x, alpha, grey, grey, grey);
            }
        }
        return out;
    }

    private static Image colour(BufferedImage image) {
        Image out = new Image(image.getHeight(), image.getWidth(), new float[3 * image.getHeight() * image.getWidth()]);
        for (int y = 0; y < out.height; y++) {
            for (int x = 0; x < out.width; x++) {
                int argb = image.getRGB(x, y);
                out.set(y, x, argb >>> 24, (argb >> 16) & 0xff, (argb >> 8) & 0xff, argb & 0xff);
            }
        }
        return out;
    }

    private void set(int y, int x, int alpha, int red, int green, int blue) {
        int plane = height * width;
        int at = y * width + x;
        rgb[at] = onWhite(red, alpha);
        rgb[plane + at] = onWhite(green, alpha);
        rgb[2 * plane + at] = onWhite(blue, alpha);
    }

    private static int onWhite(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    boolean isColoured() {
        int plane = height * width;
        for (int i = 0; i < plane; i++) {
            if (rgb[i] != rgb[plane + i] || rgb[i] != rgb[2 * plane + i]) {
                return true;
            }
        }
        return false;
    }

    Image resized(Resize size) {
        return new Image(size.height(), size.width(), Resample.image(rgb, 3, height, width, size));
    }

    /** The first {@code channels} planes as bytes. */
    byte[] planes(int channels) {
        byte[] bytes = new byte[channels * height * width];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(rgb[i]);
        }
        return bytes;
    }
}
