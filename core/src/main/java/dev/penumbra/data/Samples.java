package dev.penumbra.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Turns what ImageIO decodes into 8-bit samples: those of the file, not converted by a colour profile, on white where they are
 * transparent.
 */
final class Samples {
    private final Raster raster;
    private final int height;
    private final int width;
    /** Samples of one row, pixel after pixel. */
    private int[] row = {};

    private Samples(Raster raster) {
        this.raster = raster;
        this.height = raster.getHeight();
        this.width = raster.getWidth();
    }

    /** @param grey whether a palette is one of grey values, as ImageIO makes it for few bits */
    static Image of(BufferedImage image, boolean grey) throws IOException {
        ColorModel model = image.getColorModel();
        Samples samples = new Samples(image.getRaster());
        return model instanceof IndexColorModel palette
                ? samples.ofPalette(palette, grey)
                : samples.ofComponents(model);
    }

    /** @param raw as the file has it: luma, RGB, or inks of which 255 is none */
    static Image ofJpeg(Raster raw, JpegMarkers jpeg) {
        return new Samples(raw).ofJpeg(jpeg);
    }

    private void read(int y) {
        row = raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row.length == 0 ? null : row);
    }

    private Image ofPalette(IndexColorModel palette, boolean grey) {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int channels = grey ? 1 : 3;
        byte[] samples = new byte[channels * height * width];
        List<Integer> entries = Arrays.stream(colours).boxed().toList();
        boolean[] isFirst = new boolean[colours.length];
        for (int i = 0; i < colours.length; i++) {
            isFirst[i] = entries.indexOf(colours[i]) == i;
        }
        boolean clear = false;
        boolean first = true;
        for (int y = 0; y < height; y++) {
            read(y);
            for (int x = 0; x < width; x++) {
                int argb = row[x] < colours.length ? colours[row[x]] : 0xff000000;
                clear |= argb >>> 24 != 255;
                first &= row[x] < colours.length && isFirst[row[x]];
                for (int c = 0; c < channels; c++) {
                    samples[(c * height + y) * width + x] = onWhite((argb >> (16 - 8 * c)) & 0xff, argb >>> 24);
                }
            }
        }
        int withAlpha = channels + (palette.hasAlpha() ? 1 : 0);
        int bits = Math.max(1, Integer.highestOneBit(2 * palette.getPixelSize() - 1));
        ImageForm whole = new ImageForm(withAlpha, bits, grey ? List.of() : entries, 1, "");
        ImageForm form = grey || first ? whole : whole.losing("two palette entries of one colour");
        return new Image(height, width, channels, samples, clear ? form.losing("transparency") : form);
    }

    private Image ofComponents(ColorModel model) throws IOException {
        int bits = model.getComponentSize(0);
        int type = raster.getTransferType();
        boolean whole = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
        if (!whole || bits > 16 || (model.hasAlpha() && model.isAlphaPremultiplied())) {
            throw new IOException("samples of " + bits + " bits that are no whole numbers of 8 or 16");
        }
        boolean alpha = model.hasAlpha();
        int colours = raster.getNumBands() - (alpha ? 1 : 0);
        boolean inks = model.getColorSpace().getType() == ColorSpace.TYPE_CMYK;
        int expected = switch (model.getColorSpace().getType()) {
            case ColorSpace.TYPE_GRAY -> 1;
            case ColorSpace.TYPE_RGB -> 3;
            case ColorSpace.TYPE_CMYK -> 4;
            default -> 0;
        };
        if (colours != expected) {
            throw new IOException(
                    "pixels of " + colours + " samples that are no grey, no red, green and blue, and no inks");
        }
        int channels = colours == 1 ? 1 : 3;
        int bands = raster.getNumBands();
        byte[] samples = new byte[channels * height * width];
        boolean deep = false;
        boolean clear = false;
        for (int y = 0; y < height; y++) {
            read(y);
            for (int x = 0; x < width; x++) {
                int at = x * bands;
                int opaque = alpha ? toByte(row[at + colours], bits) : 255;
                clear |= opaque != 255;
                for (int c = 0; c < channels; c++) {
                    int value = toByte(row[at + c], bits);
                    deep |= value * ((1 << bits) - 1) != row[at + c] * 255;
                    int seen = inks ? through(255 - value, 255 - toByte(row[at + 3], bits)) : value;
                    samples[(c * height + y) * width + x] = onWhite(seen, opaque);
                }
            }
        }
        ImageForm form = new ImageForm(channels + (alpha ? 1 : 0), bits <= 8 ? 8 : 16, List.of(), 1, "");
        ImageForm coloured = inks ? form.losing("inks") : form;
        ImageForm shallow = deep ? coloured.losing(bits + " bits") : coloured;
        return new Image(height, width, channels, samples, clear ? shallow.losing("transparency") : shallow);
    }

    private Image ofJpeg(JpegMarkers jpeg) {
        int bands = raster.getNumBands();
        int channels = bands == 1 ? 1 : 3;
        byte[] samples = new byte[channels * height * width];
        int[] rgb = new int[3];
        for (int y = 0; y < height; y++) {
            read(y);
            for (int x = 0; x < width; x++) {
                int at = x * bands;
                for (int c = 0; c < channels; c++) {
                    rgb[c] = row[at + c];
                }
                if (jpeg.luma()) {
                    toRgb(rgb);
                }
                for (int c = 0; c < channels; c++) {
                    // Of four, the first three are what the inks let through, or in luma what they take away.
                    int light = bands < 4 ? rgb[c] : through(jpeg.luma() ? 255 - rgb[c] : rgb[c], row[at + 3]);
                    samples[(c * height + y) * width + x] = (byte) light;
                }
            }
        }
        return new Image(height, width, channels, samples, channels == 1 ? ImageForm.GREY : ImageForm.RGB);
    }

    /** Luma and chroma as red, green and blue (JFIF 1.02), in libjpeg's fixed point, so that the samples are those of most readers. */
    private static void toRgb(int[] x) {
        int luma = x[0];
        int blue = x[1] - 128;
        int red = x[2] - 128;
        x[0] = clamp(luma + ((91881 * red + 32768) >> 16));
        x[1] = clamp(luma + ((-22554 * blue - 46802 * red + 32768) >> 16));
        x[2] = clamp(luma + ((116130 * blue + 32768) >> 16));
    }

    private static int clamp(int x) {
        return Math.clamp(x, 0, 255);
    }

    /** The light of 0 to 255 that a coloured ink and black let through, one after the other. */
    private static int through(int ink, int black) {
        return (ink * black + 127) / 255;
    }

    private static int toByte(int sample, int bits) {
        int max = (1 << bits) - 1;
        return (sample * 255 + max / 2) / max;
    }

    private static byte onWhite(int value, int alpha) {
        return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
