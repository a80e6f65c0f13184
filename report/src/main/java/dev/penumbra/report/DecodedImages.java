package dev.penumbra.report;

import dev.penumbra.nn.Shape;

/** Grids of images. */
record DecodedImages(Shape shape) implements Decoded {
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
        int size = shape.size();
        int rows = Math.ceilDiv(count, COLUMNS);
        // A row of originals, then the row of their reconstructions; what is missing in the last two stays black.
        float[] all = new float[2 * rows * COLUMNS * size];
        for (int i = 0; i < count; i++) {
            int at = (2 * (i / COLUMNS) * COLUMNS + i % COLUMNS) * size;
            System.arraycopy(x, i * size, all, at, size);
            System.arraycopy(xhat, i * size, all, at + COLUMNS * size, size);
        }
        String alt = count + " originals in odd rows, each above its reconstruction";
        return grid(page, caption, alt, all, 2 * rows * COLUMNS);
    }

    @Override
    public Html samples(Page page, Caption caption, float[] x, float[] drawn, int count) {
        return grid(page, caption, count + " images decoded from draws of the prior", drawn, count);
    }

    private Html grid(Page page, Caption caption, String alt, float[] images, int count) {
        return page.picture(
                caption.id(),
                caption.title(),
                caption.reading(),
                alt,
                Pictures.grid(images, count, shape, COLUMNS, CELL, GUTTER));
    }

    @Override
    public Html plane(Page page, Caption caption, float[] x, float[] decoded, int side, double range) {
        int rows = decoded.length / shape.size() / side;
        String alt = side + " by " + rows + " images decoded from the latent space, from −" + Numbers.text(range)
                + " to " + Numbers.text(range);
        var image = Pictures.grid(decoded, rows * side, shape, side, 60, 0);
        return page.picture(caption.id(), caption.title(), caption.reading(), alt, image);
    }

    @Override
    public Html between(Page page, Caption caption, float[] a, float[] path, float[] b, int steps) {
        int size = shape.size();
        float[] strip = new float[(steps + 2) * size];
        System.arraycopy(a, 0, strip, 0, size);
        System.arraycopy(path, 0, strip, size, steps * size);
        System.arraycopy(b, 0, strip, (steps + 1) * size, size);
        String alt = "Original, " + steps + " decoded images from one mean to the other, original";
        var image = Pictures.grid(strip, steps + 2, shape, steps + 2, CELL, GUTTER);
        return page.picture(caption.id(), caption.title(), caption.reading(), alt, image);
    }

    @Override
    public Html single(Page page, Caption caption, float[] x) {
        var image = Pictures.grid(x, 1, shape, 1, 2 * CELL, 0);
        return page.picture(caption.id(), caption.title(), caption.reading(), "One decoded image", image);
    }
}
