package dev.penumbra.latent.edit;

import dev.penumbra.data.Dataset;
import dev.penumbra.nn.Shape;
import java.util.Locale;

/**
 * What can be measured of a drawing: light ink on dark paper, one channel. An image without ink has 0 of everything.
 *
 * @param thickness in pixels: the width of the bar that has the area A and the perimeter P of the ink, which is (P - sqrt(P^2 - 16 A)) / 4, or
 *                  P / 4 where no bar has both; the ink ends where it is half as bright as at its brightest
 * @param slant     pixels to the right for each pixel upwards: -mu11 / mu02 of the grey values' central moments, y counted downwards
 *                  (the shear that "deskewing" of MNIST takes away)
 * @param size      in pixels: the height of the upright bar whose ink lies as far from its middle, sqrt(12 mu02 / mu00)
 */
public record Strokes(double thickness, double slant, double size) {
    /** One of the measurements. */
    public enum Quantity {
        THICKNESS("pixels"),
        SLANT("pixels to the right per pixel upwards"),
        SIZE("pixels");

        /** What it is counted in. */
        public final String unit;

        Quantity(String unit) {
            this.unit = unit;
        }

        /** The name in lower case, as an attribute is called. */
        public String attribute() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** This of one image; see {@link Strokes#of}. */
        public double of(float[] image, int offset, int height, int width) {
            return switch (this) {
                case THICKNESS -> Strokes.thickness(image, offset, height, width);
                case SLANT -> of(Moments.of(image, offset, height, width));
                case SIZE -> of(Moments.of(image, offset, height, width));
            };
        }

        private double of(Moments m) {
            if (!(m.yy > 0)) {
                return 0;
            }
            return this == SLANT ? -m.xy / m.yy : Math.sqrt(12 * m.yy / m.mass);
        }
    }

    /** Larger images, and those with less paper than this, are photographs: nothing in them is a stroke. */
    private static final int MAX_SIDE = 128;

    private static final double PAPER = 0.25;
    private static final int LOOKED_AT = 100;

    /**
     * Whether {@code data} looks like drawings: of one channel, at most 128 pixels a side, and at least a quarter of the pixels, mean over
     * 100 examples spread evenly, without ink, darker than a twentieth of the brightest of their image.
     */
    static boolean areDrawn(Dataset data) {
        Shape shape = data.schema().shape();
        if (!shape.isImage() || shape.channels() != 1 || Math.max(shape.height(), shape.width()) > MAX_SIDE) {
            return false;
        }
        int n = Math.min(LOOKED_AT, data.size());
        float[] x = new float[shape.size()];
        double paper = 0;
        for (int i = 0; i < n; i++) {
            data.read((int) ((long) i * data.size() / n), x, 0);
            float most = 0;
            for (float value : x) {
                most = Math.max(most, value);
            }
            int dark = 0;
            for (float value : x) {
                dark += value <= most / 20 ? 1 : 0;
            }
            paper += (double) dark / x.length / n;
        }
        return paper >= PAPER;
    }

    /**
     * Measures one image.
     *
     * @param image  grey values, 0 for paper; below 0 counts as paper
     * @param offset where the image begins, [height, width]
     */
    public static Strokes of(float[] image, int offset, int height, int width) {
        return new Strokes(
                Quantity.THICKNESS.of(image, offset, height, width),
                Quantity.SLANT.of(image, offset, height, width),
                Quantity.SIZE.of(image, offset, height, width));
    }

    private static double thickness(float[] image, int offset, int height, int width) {
        float brightest = 0;
        for (int i = 0; i < height * width; i++) {
            brightest = Math.max(brightest, image[offset + i]);
        }
        if (!(brightest > 0)) {
            return 0;
        }
        Outline ink = Outline.of(image, offset, height, width, brightest / 2);
        double p = ink.perimeter();
        return (p - Math.sqrt(Math.max(0, p * p - 16 * ink.area()))) / 4;
    }

    /** Sum of the ink, and its second central moments. */
    private record Moments(double mass, double xy, double yy) {
        static Moments of(float[] image, int offset, int height, int width) {
            double mass = 0;
            double x = 0;
            double y = 0;
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    double ink = Math.max(0, image[offset + row * width + column]);
                    mass += ink;
                    x += ink * column;
                    y += ink * row;
                }
            }
            double xy = 0;
            double yy = 0;
            for (int row = 0; mass > 0 && row < height; row++) {
                for (int column = 0; column < width; column++) {
                    double ink = Math.max(0, image[offset + row * width + column]);
                    double down = row - y / mass;
                    xy += ink * (column - x / mass) * down;
                    yy += ink * down * down;
                }
            }
            return new Moments(mass, xy, yy);
        }
    }
}
