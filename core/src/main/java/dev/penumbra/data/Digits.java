package dev.penumbra.data;

import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Drawings of handwritten digits with known factors: 28x28 grey, a pure function of seed and index, the same bits on every
 * machine. Example i is of class i mod 10.
 */
final class Digits implements Dataset {
    static final int SIDE = 28;
    /** Height and width in pixels of a digit of size 1. */
    private static final double HEIGHT = 19;

    private static final double WIDTH = 14;
    private static final int STEPS = 4;
    /** Width in pixels of the soft edge of a stroke. */
    private static final double EDGE = 1.5;

    private static final List<String> FACTORS = List.of("slant", "thickness", "size", "x", "y");
    private static final double[] LOW = {-0.15, 1.6, 0.78, -1.5, -1.5};
    private static final double[] HIGH = {0.45, 3.6, 1.06, 1.5, 1.5};
    private static final Schema SCHEMA = Schema.image(
            Shape.image(1, SIDE, SIDE),
            IntStream.range(0, 10).mapToObj(String::valueOf).toList());

    private final byte[] pixels;
    private final float[] factors;
    private final int first;

    private Digits(Seed seed, int first, int count) {
        this.first = first;
        this.pixels = new byte[count * SIDE * SIDE];
        this.factors = new float[count * FACTORS.size()];
        for (int i = 0; i < count; i++) {
            draw(seed.at(first + i).random(), i);
        }
    }

    /** 10,000 examples to learn from and a published test of 2,000. */
    static Source source(Seed seed) {
        Seed own = seed.named("digits");
        return new Source("digits", new Digits(own, 0, 10_000), null, new Digits(own, 10_000, 2_000));
    }

    private void draw(SplittableRandom random, int i) {
        double[] factor = new double[FACTORS.size()];
        for (int k = 0; k < factor.length; k++) {
            factor[k] = LOW[k] + (HIGH[k] - LOW[k]) * random.nextDouble();
            factors[i * factor.length + k] = (float) factor[k];
        }
        int digit = label(i);
        double[][] way = DigitStrokes.way(digit, random.nextInt(DigitStrokes.ways(digit)));
        Wobble wobble = new Wobble(random);
        Pen pen = new Pen(SIDE, SIDE, EDGE);
        for (double[] stroke : way) {
            double[] shaken = stroke.clone();
            for (int k = 0; k < shaken.length; k++) {
                shaken[k] += 0.09 * (random.nextDouble() - 0.5);
            }
            double pressure = 0.3 * (2 * random.nextDouble() - 1);
            List<double[]> points = DigitStrokes.smooth(shaken, STEPS);
            for (double[] point : points) {
                place(point, wobble, factor);
            }
            for (int k = 0; k + 1 < points.size(); k++) {
                double along = (double) k / points.size() - 0.5;
                pen.line(points.get(k), points.get(k + 1), factor[1] / 2 * (1 + pressure * along * 2));
            }
        }
        pen.copyTo(pixels, i * SIDE * SIDE);
    }

    /** From the unit square to pixels: wobble, size, slant, place. */
    private static void place(double[] point, Wobble wobble, double[] factor) {
        wobble.move(point);
        double x = (point[0] - 0.5) * WIDTH * factor[2];
        double y = (point[1] - 0.5) * HEIGHT * factor[2];
        point[0] = SIDE / 2.0 + x - factor[0] * y + factor[3];
        point[1] = SIDE / 2.0 + y + factor[4];
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public int size() {
        return factors.length / FACTORS.size();
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int d = SIDE * SIDE;
        for (int j = 0; j < d; j++) {
            into[offset + j] = (pixels[index * d + j] & 0xff) / 255f;
        }
    }

    @Override
    public int label(int index) {
        return (first + index) % 10;
    }

    @Override
    public List<String> factorNames() {
        return FACTORS;
    }

    @Override
    public float factor(int index, int factor) {
        return factors[index * FACTORS.size() + factor];
    }
}
