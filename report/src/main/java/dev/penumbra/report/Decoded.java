package dev.penumbra.report;

import dev.penumbra.data.Schema;

/** How examples are shown, originals and decoded ones alike: by what one example is. */
sealed interface Decoded permits DecodedImages, DecodedPoints, DecodedRows {
    /** For images, points in the plane, or anything else. */
    static Decoded of(Schema schema) {
        if (schema.shape().isImage()) {
            return new DecodedImages(schema);
        }
        return schema.shape().size() == 2 ? new DecodedPoints(schema) : new DecodedRows(schema);
    }

    /** How many examples {@link #reconstructions} likes to have. */
    int reconstructions();

    /** How many draws {@link #samples} likes to have. */
    int samples();

    /** Points along each side of {@link #plane}. */
    int side();

    /**
     * Originals beside their reconstructions.
     *
     * @param x    [count, d]
     * @param xhat [count, d]
     */
    Html reconstructions(Page page, Caption caption, float[] x, float[] xhat, int count);

    /**
     * What the prior decodes to.
     *
     * @param x    [count, d], examples to compare with
     * @param drawn [count, d]
     */
    Html samples(Page page, Caption caption, float[] x, float[] drawn, int count);

    /**
     * The decoded plane, row-major, the top row first; one row for one latent dimension.
     *
     * @param x       [any, d], examples to compare with
     * @param decoded [rows * side, d]
     * @param range   both coordinates go from -range to range
     */
    Html plane(Page page, Caption caption, float[] x, float[] decoded, int side, double range);

    /**
     * What lies between two examples.
     *
     * @param a    [d], the one original
     * @param path [steps, d], decoded from the one mean to the other
     * @param b    [d], the other original
     */
    Html between(Page page, Caption caption, float[] a, float[] path, float[] b, int steps);

    /** One decoded point, [d]. */
    Html single(Page page, Caption caption, float[] x);

    /**
     * What stands around a figure.
     *
     * @param id      of the figure and its file
     * @param title   heading
     * @param reading how to read it
     */
    record Caption(String id, String title, String reading) {}
}
