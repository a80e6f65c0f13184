package dev.penumbra.data;

import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.util.List;
import java.util.SplittableRandom;

/** Points in the plane in two classes that no straight line separates. */
final class PointSets {
    private static final int SIZE = 4000;
    private static final double NOISE = 0.08;

    private PointSets() {}

    /** Two half circles that reach into each other. */
    static Source moons(Seed seed) {
        return source("moons", seed, List.of("upper", "lower"), (label, u) -> {
            double t = StrictMath.PI * u;
            return label == 0
                    ? new double[] {StrictMath.cos(t), StrictMath.sin(t)}
                    : new double[] {1 - StrictMath.cos(t), 0.5 - StrictMath.sin(t)};
        });
    }

    /** A circle of radius 1 and one of radius 1/2 within it. */
    static Source rings(Seed seed) {
        return source("rings", seed, List.of("outer", "inner"), (label, u) -> {
            double t = 2 * StrictMath.PI * u;
            double radius = label == 0 ? 1 : 0.5;
            return new double[] {radius * StrictMath.cos(t), radius * StrictMath.sin(t)};
        });
    }

    private interface Curve {
        /** The point of class {@code label} at {@code u} in [0, 1). */
        double[] at(int label, double u);
    }

    private static Source source(String name, Seed seed, List<String> classes, Curve curve) {
        SplittableRandom random = seed.named(name).random();
        float[] values = seed.named(name + " noise").gaussians(2 * SIZE);
        int[] labels = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            labels[i] = i % 2;
            double[] point = curve.at(labels[i], random.nextDouble());
            for (int j = 0; j < 2; j++) {
                values[2 * i + j] = (float) (point[j] + NOISE * values[2 * i + j]);
            }
        }
        Schema unknown = new Schema(Shape.of(2), Scaling.NONE, List.of("x", "y"), classes);
        Dataset data = new ArrayDataset(unknown, values, labels);
        Schema schema = unknown.withValues(ValueRange.of(data));
        return new Source(name, new ArrayDataset(schema, values, labels), null, null);
    }
}
