package dev.penumbra.latent.edit;

/**
 * The region where an image is at least as bright as a level, with straight edges between the points where the level is met on the
 * lines that join neighbouring pixels ("marching squares", Lorensen &amp; Cline 1987 in the plane). Around the image is paper.
 *
 * @param area      in pixels
 * @param perimeter in pixels, that of holes included
 */
record Outline(double area, double perimeter) {
    /** The corners of a square of four pixels, one after the other around it. */
    private static final int[] X = {0, 1, 1, 0};

    private static final int[] Y = {0, 0, 1, 1};

    /**
     * Follows the level.
     *
     * @param level above 0
     */
    static Outline of(float[] image, int offset, int height, int width, double level) {
        double area = 0;
        double perimeter = 0;
        double[] value = new double[4];
        double[] x = new double[8];
        double[] y = new double[8];
        for (int top = -1; top < height; top++) {
            for (int left = -1; left < width; left++) {
                for (int i = 0; i < 4; i++) {
                    int row = top + Y[i];
                    int column = left + X[i];
                    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                    value[i] = inside ? Math.max(0, image[offset + row * width + column]) : 0;
                }
                int points = 0;
                int leaves = -1; // where the polygon met the level, going out
                int firstEntry = -1;
                for (int i = 0; i < 4; i++) {
                    int next = (i + 1) % 4;
                    boolean in = value[i] >= level;
                    if (in) {
                        x[points] = X[i];
                        y[points++] = Y[i];
                    }
                    if (in != value[next] >= level) {
                        double t = (level - value[i]) / (value[next] - value[i]);
                        x[points] = X[i] + t * (X[next] - X[i]);
                        y[points] = Y[i] + t * (Y[next] - Y[i]);
                        if (in) {
                            leaves = points;
                        } else if (leaves >= 0) {
                            perimeter += distance(x, y, leaves, points);
                        } else {
                            firstEntry = points;
                        }
                        points++;
                    }
                }
                if (firstEntry >= 0) {
                    perimeter += distance(x, y, leaves, firstEntry);
                }
                area += area(x, y, points);
            }
        }
        return new Outline(area, perimeter);
    }

    private static double distance(double[] x, double[] y, int a, int b) {
        return Math.sqrt((x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b]));
    }

    /** The shoelace formula. */
    private static double area(double[] x, double[] y, int points) {
        double twice = 0;
        for (int i = 0; i < points; i++) {
            int next = (i + 1) % points;
            twice += x[i] * y[next] - x[next] * y[i];
        }
        return twice / 2;
    }
}
