package dev.penumbra.data;

/**
 * The size that images are brought to.
 *
 * @param height rows, 1 to 4096
 * @param width  columns, 1 to 4096
 */
public record Resize(int height, int width) {
    private static final int MAX = 4096;

    public Resize {
        if (height < 1 || width < 1 || height > MAX || width > MAX) {
            throw new IllegalArgumentException(
                    "resize needs a height and a width from 1 to " + MAX + ", got " + height + "x" + width);
        }
    }
}
