package dev.penumbra.data;

/** Draws thick lines with soft edges into grey pixels, in plain arithmetic: the same bits on every machine. */
final class Pen {
    private final int height;
    private final int width;
    private final double edge;
    private final double[] ink;

    /**
     * @param edge width of the soft edge in pixels
     */
    Pen(int height, int width, double edge) {
        this.height = height;
        this.width = width;
        this.edge = edge;
        this.ink = new double[height * width];
    }

    /**
     * Draws from {@code a} to {@code b} with round ends. Ink does not add up: where lines cross, the darker one stays.
     *
     * @param a      x and y in pixels; pixel (0, 0) has its centre at 0.5, 0.5
     * @param b      x and y in pixels
     * @param radius half the width of the line in pixels
     */
    void line(double[] a, double[] b, double radius) {
        double reach = radius + edge / 2;
        int top = clamp((int) Math.floor(Math.min(a[1], b[1]) - reach), height);
        int bottom = clamp((int) Math.ceil(Math.max(a[1], b[1]) + reach), height);
        int left = clamp((int) Math.floor(Math.min(a[0], b[0]) - reach), width);
        int right = clamp((int) Math.ceil(Math.max(a[0], b[0]) + reach), width);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double coverage = 0.5 + (radius - distance(x + 0.5, y + 0.5, a, b)) / edge;
                int at = y * width + x;
                ink[at] = Math.max(ink[at], Math.min(1, coverage));
            }
        }
    }

    private static int clamp(int v, int limit) {
        return Math.max(0, Math.min(limit, v));
    }

    /** Distance of a point to the segment from a to b. */
    private static double distance(double x, double y, double[] a, double[] b) {
        double dx = b[0] - a[0];
        double dy = b[1] - a[1];
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : ((x - a[0]) * dx + (y - a[1]) * dy) / length;
        t = Math.max(0, Math.min(1, t));
        double ex = x - a[0] - t * dx;
        double ey = y - a[1] - t * dy;
        return Math.sqrt(ex * ex + ey * ey);
    }

    /** Writes the drawing as bytes, 0 for paper and 255 for ink. */
    void copyTo(byte[] pixels, int offset) {
        for (int i = 0; i < ink.length; i++) {
            pixels[offset + i] = (byte) (int) (ink[i] * 255 + 0.5);
        }
    }
}
