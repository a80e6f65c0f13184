package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.Arrays;
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
    /** Of an image that is kept at its size. */
    static final int MAX_PIXELS = 1 << 24;

    private static final int MAX_SIDE = 1 << 14;
    /** Of an image that is brought to another size: those of telephones with 108 megapixels, and panoramas. */
    private static final int MAX_RESIZED = 1 << 27;

    private static final int MAX_RESIZED_SIDE = 1 << 16;
    /** Of an image that already has its new width, and not yet its new height. */
    private static final int MAX_NARROW = 1 << 26;

    /** Whether an image may be so large without being brought to another size. */
    static boolean isSize(int height, int width) {
        return height >= 1 && width >= 1 && height <= MAX_SIDE && width <= MAX_SIDE && height * width <= MAX_PIXELS;
    }

    /** Refuses what is too large to be read, at all or without {@code resize}. */
    static void requireSize(int height, int width, @Nullable Resize resize, String where) {
        boolean any = height >= 1
                && width >= 1
                && height <= MAX_RESIZED_SIDE
                && width <= MAX_RESIZED_SIDE
                && (long) height * width <= MAX_RESIZED
                && (resize == null || (long) height * resize.width() <= MAX_NARROW);
        if (!any || (resize == null && !isSize(height, width))) {
            throw new InputException(
                    "An image is too large.",
                    resize == null
                            ? "at most " + MAX_SIDE + " pixels a side and " + MAX_PIXELS + " in all"
                            : "at most " + MAX_RESIZED_SIDE + " pixels a side and " + MAX_RESIZED + " in all",
                    height + "x" + width,
                    where,
                    any
                            ? "bring all images to a smaller size with --resize, for example --resize 64x64"
                            : "shrink it or remove it");
        }
    }

    /** What was resampled row by row. */
    static Image of(Resample.Rows rows, ImageForm form) {
        return new Image(rows.size().height(), rows.size().width(), rows.channels(), bytes(rows.finish()), form);
    }

    /** The same samples, held in another form. */
    Image in(ImageForm other) {
        return new Image(height, width, channels, samples, other);
    }

    boolean isColoured() {
        int plane = height * width;
        return channels == 3
                && !(Arrays.equals(samples, 0, plane, samples, plane, 2 * plane)
                        && Arrays.equals(samples, 0, plane, samples, 2 * plane, 3 * plane));
    }

    /** As it is seen: turned and mirrored as the orientation in its form says (CIPA DC-008, tag 274). */
    Image upright() {
        int way = form.orientation();
        if (way == 1) {
            return this;
        }
        boolean swapped = way > 4;
        boolean rowsBack = way == 3 || way == 4 || way == 6 || way == 7;
        boolean columnsBack = way == 2 || way == 3 || way == 7 || way == 8;
        int rows = swapped ? width : height;
        int columns = swapped ? height : width;
        byte[] turned = new byte[samples.length];
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    int row = swapped ? x : y;
                    int column = swapped ? y : x;
                    int fromRow = rowsBack ? height - 1 - row : row;
                    int fromColumn = columnsBack ? width - 1 - column : column;
                    turned[at++] = samples[(c * height + fromRow) * width + fromColumn];
                }
            }
        }
        return new Image(rows, columns, channels, turned, form);
    }

    /** This as a part of a picture that is white around it; what stands outside of the picture is cut off. */
    Image on(int rows, int columns, int top, int left) {
        byte[] all = new byte[channels * rows * columns];
        Arrays.fill(all, (byte) 255);
        int count = Math.clamp(columns - left, 0, width);
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height && top + y < rows; y++) {
                System.arraycopy(samples, (c * height + y) * width, all, (c * rows + top + y) * columns + left, count);
            }
        }
        return new Image(rows, columns, channels, all, form.losing("transparency"));
    }

    Image resized(Resize size) {
        if (size.height() == height && size.width() == width) {
            return this;
        }
        Resample.Rows rows = new Resample.Rows(channels, height, width, size);
        rows.add(samples, 0, height);
        return of(rows, form.losing("size"));
    }

    private static byte[] bytes(float[] values) {
        byte[] rounded = new byte[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (byte) Math.round(values[i]);
        }
        return rounded;
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
