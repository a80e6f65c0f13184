package dev.penumbra.data;

import dev.penumbra.nn.Shape;
import java.util.List;

/**
 * The factors of dSprites (Matthey et al. 2017): one white shape on black, 64x64, 3 shapes x 6 scales x 40 orientations x 32 x 32
 * positions = 737,280 examples, the last factor fastest. Drawn when read.
 */
final class Sprites implements Dataset {
    private static final int SIDE = 64;
    private static final List<String> FACTORS = List.of("shape", "scale", "orientation", "posX", "posY");
    private static final int[] COUNTS = {3, 6, 40, 32, 32};
    private static final double[] LOW = {0, 0.5, 0, 0, 0};
    private static final double[] HIGH = {2, 1, 2 * Math.PI, 1, 1};
    private static final int SIZE = 3 * 6 * 40 * 32 * 32;
    /** Pixels from the centre of a shape of scale 1 to its farthest point. */
    private static final double RADIUS = 15;
    /** Where the centres of the shapes begin, and how far they go, in pixels. */
    private static final double MARGIN = 16;

    private static final double RANGE = SIDE - 2 * MARGIN;
    private static final Schema SCHEMA =
            Schema.image(Shape.image(1, SIDE, SIDE), List.of("square", "ellipse", "heart"));

    static Source source() {
        return new Source("sprites", new Sprites(), null, null);
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public int label(int index) {
        return position(index, 0);
    }

    @Override
    public List<String> factorNames() {
        return FACTORS;
    }

    @Override
    public float factor(int index, int factor) {
        return (float) value(index, factor);
    }

    /** Which of the values of a factor an example has. */
    private static int position(int index, int factor) {
        int faster = 1;
        for (int k = factor + 1; k < COUNTS.length; k++) {
            faster *= COUNTS[k];
        }
        return index / faster % COUNTS[factor];
    }

    /** Evenly spaced, both ends included, as in the original. */
    private static double value(int index, int factor) {
        return LOW[factor] + (HIGH[factor] - LOW[factor]) * position(index, factor) / (COUNTS[factor] - 1);
    }

    @Override
    public void read(int index, float[] into, int offset) {
        if (index < 0 || index >= SIZE) {
            throw new IndexOutOfBoundsException(index);
        }
        int shape = position(index, 0);
        double radius = RADIUS * value(index, 1);
        double cos = StrictMath.cos(value(index, 2)) / radius;
        double sin = StrictMath.sin(value(index, 2)) / radius;
        double centerX = MARGIN + RANGE * value(index, 3);
        double centerY = MARGIN + RANGE * value(index, 4);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double dx = x + 0.5 - centerX;
                double dy = y + 0.5 - centerY;
                boolean near = dx * dx + dy * dy <= radius * radius;
                boolean inside = near && inside(shape, cos * dx + sin * dy, cos * dy - sin * dx);
                into[offset + y * SIDE + x] = inside ? 1 : 0;
            }
        }
    }

    /**
     * Whether a point lies in a shape whose farthest point has distance 1. Half or more of a pixel is covered by a straight edge
     * exactly when its centre is, so that this is the threshold 0.5.
     */
    private static boolean inside(int shape, double x, double y) {
        return switch (shape) {
            case 0 -> Math.max(Math.abs(x), Math.abs(y)) <= Math.sqrt(0.5);
            case 1 -> x * x + 4 * y * y <= 1;
            default -> {
                // (u^2 + v^2 - 1)^3 <= u^2 v^3 with v up, brought into the unit circle.
                double u = x * 1.3;
                double v = 0.15 - y * 1.3;
                double a = u * u + v * v - 1;
                yield a * a * a <= u * u * v * v * v;
            }
        };
    }
}
