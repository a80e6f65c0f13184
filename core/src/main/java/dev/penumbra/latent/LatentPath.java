package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.eval.LatentView;
import dev.penumbra.model.Inference;

/**
 * A decoded way through latent space, from example to example.
 *
 * @param z        [points, v]
 * @param x        [points, d], the means of p(x|z)
 * @param steps    [points - 1], Euclidean distance in data space of each point from the one before
 * @param length   their sum
 * @param straight Euclidean distance in data space of the two ends: the length of the straight line, at most {@code length}
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record LatentPath(float[] z, float[] x, double[] steps, double length, double straight) {
    /** Examples that a path leads through, at most. */
    public static final int MAX_STOPS = 100;

    /** Points from one example to the next, at most. */
    public static final int MAX_STEPS = 1000;

    /**
     * Through the posterior means of {@code stops}, in order. A conditional model decodes each point as the class of the nearer stop.
     *
     * @param stops     2 to {@link #MAX_STOPS} examples; for a conditional model as {@link Condition#of} gives them
     * @param points    from one stop to the next, both included, 2 to {@link #MAX_STEPS}
     * @param spherical along {@link #spherical} instead of straight lines
     * @throws InputException where numbers are out of range, or the shape is not the model's
     */
    public static LatentPath through(Inference inference, Dataset stops, int points, boolean spherical) {
        require("stops", "the inputs", stops.size(), MAX_STOPS);
        require("points", "--steps", points, MAX_STEPS);
        LatentView view = LatentView.of(inference, stops, stops.size(), new Seed(0));
        float[] means = view.posterior().mean();
        int v = view.posterior().latent();
        int total = (stops.size() - 1) * (points - 1) + 1;
        float[] z = new float[Math.multiplyExact(total, v)];
        int[] labels = new int[total];
        for (int i = 0; i < total; i++) {
            // The last stop is the end of the last segment, not the start of another.
            int segment = Math.min(i / (points - 1), stops.size() - 2);
            double t = (double) (i - segment * (points - 1)) / (points - 1);
            float[] point = spherical ? spherical(means, segment, t, v) : linear(means, segment, t, v);
            System.arraycopy(point, 0, z, i * v, v);
            labels[i] = view.labels()[t <= 0.5 ? segment : segment + 1];
        }
        boolean conditional = inference.model().spec().classes() > 0;
        return of(z, Decoding.all(inference, z, conditional ? labels : Inference.UNLABELLED), total);
    }

    private static LatentPath of(float[] z, float[] x, int points) {
        double[] steps = new double[points - 1];
        double length = 0;
        for (int i = 0; i < steps.length; i++) {
            steps[i] = distance(x, i, i + 1, x.length / points);
            length += steps[i];
        }
        return new LatentPath(z, x, steps, length, distance(x, 0, points - 1, x.length / points));
    }

    private static double distance(float[] x, int i, int j, int d) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
            double difference = (double) x[i * d + k] - x[j * d + k];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static float[] linear(float[] means, int from, double t, int v) {
        float[] z = new float[v];
        for (int k = 0; k < v; k++) {
            z[k] = (float) ((1 - t) * means[from * v + k] + t * means[(from + 1) * v + k]);
        }
        return z;
    }

    /**
     * The point at {@code t} in [0, 1] between rows {@code from} and {@code from + 1} of {@code means}: the direction turns evenly along
     * the great circle (Shoemake 1985), sin((1 - t) angle) / sin(angle) a + sin(t angle) / sin(angle) b of the unit vectors, and the
     * norm goes evenly from |a| to |b|. Draws of N(0, I) have norms near sqrt(v), and so do points between them here, where those on a
     * straight line are nearer to 0 (White 2016).
     */
    private static float[] spherical(float[] means, int from, double t, int v) {
        double normA = norm(means, from, v);
        double normB = norm(means, from + 1, v);
        double cosine = 0;
        for (int k = 0; k < v; k++) {
            cosine += means[from * v + k] / normA * (means[(from + 1) * v + k] / normB);
        }
        // A point at 0 has no direction; equal directions need no turn. Beyond this, sin(angle) loses all digits.
        if (!(Math.abs(cosine) < 1 - 1e-12)) {
            if (cosine < 0) {
                throw new InputException(
                        "Two points lie on opposite sides of 0, where no great circle is the shortest.",
                        "points in different directions",
                        "the opposite direction",
                        "inputs " + (from + 1) + " and " + (from + 2),
                        "leave --spherical out, or go by way of another input");
            }
            return linear(means, from, t, v);
        }
        double angle = StrictMath.acos(cosine);
        double norm = (1 - t) * normA + t * normB;
        double shareA = StrictMath.sin((1 - t) * angle) / StrictMath.sin(angle) * norm / normA;
        double shareB = StrictMath.sin(t * angle) / StrictMath.sin(angle) * norm / normB;
        float[] z = new float[v];
        for (int k = 0; k < v; k++) {
            z[k] = (float) (shareA * means[from * v + k] + shareB * means[(from + 1) * v + k]);
        }
        return z;
    }

    private static double norm(float[] means, int row, int v) {
        double sum = 0;
        for (int k = 0; k < v; k++) {
            sum += (double) means[row * v + k] * means[row * v + k];
        }
        return Math.sqrt(sum);
    }

    private static void require(String what, String where, int value, int most) {
        if (value < 2 || value > most) {
            throw new InputException(
                    "The number of " + what + " of a path is out of range.",
                    "2 to " + most,
                    String.valueOf(value),
                    where,
                    "give so many of them; one example of a data set is NAME:INDEX");
        }
    }
}
