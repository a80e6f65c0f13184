package dev.penumbra.report;

import dev.penumbra.AtomicFiles;
import dev.penumbra.data.PngWriter;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures of examples. Values are channel-first and clamped to [0, 1]; three channels are red, green and blue, of any other
 * number the first is shown as grey.
 */
public final class Pictures {
    private Pictures() {}

    /**
     * A grid of images, filled row after row.
     *
     * @param images  [count, channels, height, width]
     * @param count   how many images, at least 1
     * @param shape   of one image
     * @param columns images in a row
     * @param cell    wished side of an image in pixels: smaller images are enlarged by the largest whole factor that fits, without
     *                smoothing; larger ones are reduced by averaging
     * @param gutter  transparent pixels between images
     */
    public static BufferedImage grid(float[] images, int count, Shape shape, int columns, int cell, int gutter) {
        if (count < 1 || columns < 1 || images.length < (long) count * shape.size()) {
            throw new IllegalArgumentException("a grid of " + count + " images of " + shape + " in " + columns
                    + " columns needs " + (long) count * shape.size() + " values, got " + images.length);
        }
        int side = Math.max(shape.height(), shape.width());
        int up = Math.max(1, cell / side);
        int down = Math.max(1, Math.ceilDiv(side, cell));
        int width = Math.ceilDiv(shape.width(), down) * up;
        int height = Math.ceilDiv(shape.height(), down) * up;
        int used = Math.min(columns, count);
        int rows = Math.ceilDiv(count, columns);
        BufferedImage grid = new BufferedImage(
                used * (width + gutter) - gutter, rows * (height + gutter) - gutter, BufferedImage.TYPE_INT_ARGB);
        int size = shape.size();
        int[] line = new int[width];
        for (int i = 0; i < count; i++) {
            int left = i % columns * (width + gutter);
            int top = i / columns * (height + gutter);
            for (int y = 0; y < height; y++) {
                if (y % up == 0) {
                    for (int x = 0; x < width; x += up) {
                        Arrays.fill(line, x, x + up, rgb(images, i * size, shape, y / up, x / up, down));
                    }
                }
                grid.setRGB(left, top + y, width, 1, line, 0, width);
            }
        }
        return grid;
    }

    /**
     * Several kinds of the same images, such as originals and reconstructions: row after row of {@code columns} images, each row of the
     * first kind above that of the second, and so on. What is missing in the last rows is black.
     *
     * @param kinds  at least one, [count, channels, height, width] each
     * @param cell   as for {@link #grid}
     * @param gutter as for {@link #grid}
     */
    public static BufferedImage stacked(
            List<float[]> kinds, int count, Shape shape, int columns, int cell, int gutter) {
        int size = shape.size();
        int used = Math.min(columns, count);
        int rows = Math.ceilDiv(count, used);
        float[] all = new float[Math.multiplyExact(kinds.size() * rows * used, size)];
        for (int k = 0; k < kinds.size(); k++) {
            for (int i = 0; i < count; i++) {
                int row = i / used * kinds.size() + k;
                System.arraycopy(kinds.get(k), i * size, all, (row * used + i % used) * size, size);
            }
        }
        return grid(all, kinds.size() * rows * used, shape, used, cell, gutter);
    }

    /** The colour of the {@code block} x {@code block} pixels of an image that begin at row {@code y}, column {@code x} of blocks. */
    private static int rgb(float[] images, int start, Shape shape, int y, int x, int block) {
        if (shape.channels() != 3) {
            int grey = level(images, start, shape, 0, y, x, block);
            return 0xff000000 | grey << 16 | grey << 8 | grey;
        }
        return 0xff000000
                | level(images, start, shape, 0, y, x, block) << 16
                | level(images, start, shape, 1, y, x, block) << 8
                | level(images, start, shape, 2, y, x, block);
    }

    private static int level(float[] images, int start, Shape shape, int channel, int y, int x, int block) {
        int bottom = Math.min(shape.height(), (y + 1) * block);
        int right = Math.min(shape.width(), (x + 1) * block);
        double sum = 0;
        int count = 0;
        for (int row = y * block; row < bottom; row++) {
            for (int column = x * block; column < right; column++) {
                float value = images[start + (channel * shape.height() + row) * shape.width() + column];
                sum += Math.clamp(value, 0f, 1f);
                count++;
            }
        }
        return (int) Math.round(255 * sum / count);
    }

    /** Writes {@code image} as a PNG; {@link dev.penumbra.InputException} where the file cannot be written. */
    public static void write(Path file, BufferedImage image) {
        byte[] png = PngWriter.png(image);
        AtomicFiles.write(file, out -> out.write(png));
    }
}
