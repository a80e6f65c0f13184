package dev.penumbra.report;

import dev.penumbra.data.Schema;
import dev.penumbra.latent.edit.Edit;
import dev.penumbra.nn.Shape;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** One edited image: original, reconstruction, edited; and below them a strip over strengths. */
public final class EditPicture {
    private static final int CELL = 140;
    private static final int GUTTER = 4;

    private EditPicture() {}

    /**
     * Writes the picture as a PNG.
     *
     * @param schema of the images
     * @param x     [d], the original
     * @param strip [steps, d], or empty for none
     * @throws dev.penumbra.InputException where the file cannot be written
     */
    public static void write(Path file, Schema schema, float[] x, Edit edit, float[] strip) {
        Shape shape = schema.shape();
        int d = shape.size();
        float[] three = new float[3 * d];
        System.arraycopy(x, 0, three, 0, d);
        System.arraycopy(edit.reconstruction(), 0, three, d, d);
        System.arraycopy(edit.edited(), 0, three, 2 * d, d);
        BufferedImage top = Pictures.grid(schema.toPicture(three), 3, shape, 3, CELL, GUTTER);
        int steps = strip.length / d;
        Pictures.write(
                file,
                steps == 0
                        ? top
                        : above(top, Pictures.grid(schema.toPicture(strip), steps, shape, steps, CELL, GUTTER)));
    }

    private static BufferedImage above(BufferedImage top, BufferedImage bottom) {
        BufferedImage both = new BufferedImage(
                Math.max(top.getWidth(), bottom.getWidth()),
                top.getHeight() + 4 * GUTTER + bottom.getHeight(),
                BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = both.createGraphics();
        graphics.drawImage(top, 0, 0, null);
        graphics.drawImage(bottom, 0, top.getHeight() + 4 * GUTTER, null);
        graphics.dispose();
        return both;
    }
}
