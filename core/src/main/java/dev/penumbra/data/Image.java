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
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoded image on white paper where it was transparent.
 *
 * @param channels 1, grey, or 3: red, green and blue
 * @param samples  unsigned bytes, [channels, height, width]
 * @param form     how the file holds it
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Image(int height, int width, int channels, byte[] samples, ImageForm form) {
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
            if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                    && !(image.getColorModel() instanceof IndexColorModel)) {
                return grey(image);
            }
            Image decoded = colour(image);
            // ImageIO gives grey of few bits as a palette; the kind of a PNG's colours stands in byte 25.
            return png && file[25] == 0 ? decoded.grey() : decoded;
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
        int max = (1 << model.getComponentSize(0)) - 1;
        int width = image.getWidth();
        byte[] samples = new byte[image.getHeight() * width];
        boolean deep = false;
        boolean clear = false;
        for (int i = 0; i < samples.length; i++) {
            int sample = raster.getSample(i % width, i / width, 0);
            int grey = toByte(sample, max);
            int alpha = model.hasAlpha() ? toByte(raster.getSample(i % width, i / width, 1), max) : 255;
            deep |= grey * max != sample * 255;
            clear |= alpha != 255;
            samples[i] = onWhite(grey, alpha);
        }
        return new Image(image.getHeight(), width, 1, samples, form(image, 1, deep, clear));
    }

    private static Image colour(BufferedImage image) {
        int width = image.getWidth();
        int plane = image.getHeight() * width;
        byte[] samples = new byte[3 * plane];
        boolean clear = false;
        for (int i = 0; i < plane; i++) {
            int argb = image.getRGB(i % width, i / width);
            for (int c = 0; c < 3; c++) {
                samples[c * plane + i] = onWhite((argb >> (16 - 8 * c)) & 0xff, argb >>> 24);
            }
            clear |= argb >>> 24 != 255;
        }
        boolean deep = image.getColorModel().getComponentSize(0) > 8;
        return new Image(image.getHeight(), width, 3, samples, form(image, 3, deep, clear));
    }

    private static int toByte(int sample, int max) {
        return (sample * 255 + max / 2) / max;
    }

    /**
     * @param deep  whether the 8 bits of the samples do not hold those of the file
     * @param clear whether something was transparent
     */
    private static ImageForm form(BufferedImage image, int channels, boolean deep, boolean clear) {
        ColorModel model = image.getColorModel();
        List<Integer> palette = model instanceof IndexColorModel indexed ? colours(indexed) : List.of();
        int bits = palette.isEmpty() ? model.getComponentSize(0) : model.getPixelSize();
        ImageForm whole = new ImageForm(channels + (model.hasAlpha() ? 1 : 0), bits, palette, 1, "");
        ImageForm form =
                areFirst(image.getRaster(), palette) ? whole : whole.losing("which of equal colours of its palette");
        ImageForm shallow = deep ? form.losing("16 bits") : form;
        return clear ? shallow.losing("transparency") : shallow;
    }

    private static List<Integer> colours(IndexColorModel model) {
        int[] colours = new int[model.getMapSize()];
        model.getRGBs(colours);
        return Arrays.stream(colours).boxed().toList();
    }

    /** Whether all indices follow from their colours: each is the first of its colour. */
    private static boolean areFirst(Raster raster, List<Integer> palette) {
        boolean[] isFirst = new boolean[palette.size()];
        for (int i = 0; i < isFirst.length; i++) {
            isFirst[i] = palette.indexOf(palette.get(i)) == i;
        }
        boolean first = true;
        for (int i = 0; i < raster.getWidth() * raster.getHeight() && !palette.isEmpty(); i++) {
            int index = raster.getSample(i % raster.getWidth(), i / raster.getWidth(), 0);
            first &= index < isFirst.length && isFirst[index];
        }
        return first;
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

    private Image grey() {
        return new Image(
                height,
                width,
                1,
                Arrays.copyOf(samples, height * width),
                new ImageForm(1, form.bits(), List.of(), form.orientation(), form.lost()));
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
        return new Image(size.height(), size.width(), channels, rounded, form.losing("size"));
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
