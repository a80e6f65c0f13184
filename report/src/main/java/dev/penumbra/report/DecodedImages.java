package dev.penumbra.report;

import dev.penumbra.data.Schema;
import java.awt.image.BufferedImage;
import java.util.List;

/** Grids of images. */
record DecodedImages(Schema schema) implements Decoded {
    private static final int COLUMNS = 10;
    private static final int CELL = 84;
    private static final int GUTTER = 4;

    @Override
    public int reconstructions() {
        return 20;
    }

    @Override
    public int samples() {
        return 60;
    }

    @Override
    public int side() {
        return 15;
    }

    @Override
    public Html reconstructions(Page page, Caption caption, float[] x, float[] xhat, int count) {
        return page.picture(
                caption.id(),
                caption.title(),
                caption.reading(),
                count + " originals in odd rows, each above its reconstruction",
                Pictures.stacked(
                        List.of(schema.toPicture(x), schema.toPicture(xhat)),
                        count,
                        schema.shape(),
                        COLUMNS,
                        CELL,
                        GUTTER));
    }

    @Override
    public Html samples(Page page, Caption caption, float[] x, float[] drawn, int count) {
        return page.picture(
                caption.id(),
                caption.title(),
                caption.reading(),
                count + " images decoded from draws of the prior",
                grid(drawn, count, COLUMNS, CELL, GUTTER));
    }

    @Override
    public Html plane(Page page, Caption caption, float[] x, float[] decoded, int side, double range) {
        int rows = decoded.length / schema.shape().size() / side;
        String alt = side + " by " + rows + " images decoded from the latent space, from −" + Numbers.text(range)
                + " to " + Numbers.text(range);
        var image = grid(decoded, rows * side, side, 60, 0);
        return page.picture(caption.id(), caption.title(), caption.reading(), alt, image);
    }

    @Override
    public Html between(Page page, Caption caption, float[] a, float[] path, float[] b, int steps) {
        int size = schema.shape().size();
        float[] strip = new float[(steps + 2) * size];
        System.arraycopy(a, 0, strip, 0, size);
        System.arraycopy(path, 0, strip, size, steps * size);
        System.arraycopy(b, 0, strip, (steps + 1) * size, size);
        String alt = "Original, " + steps + " decoded images from one mean to the other, original";
        var image = grid(strip, steps + 2, steps + 2, CELL, GUTTER);
        return page.picture(caption.id(), caption.title(), caption.reading(), alt, image);
    }

    @Override
    public Html single(Page page, Caption caption, float[] x) {
        var image = grid(x, 1, 1, 2 * CELL, 0);
        return page.picture(caption.id(), caption.title(), caption.reading(), "One decoded image", image);
    }

    private BufferedImage grid(float[] images, int count, int columns, int cell, int gutter) {
        return Pictures.grid(schema.toPicture(images), count, schema.shape(), columns, cell, gutter);
    }
}
