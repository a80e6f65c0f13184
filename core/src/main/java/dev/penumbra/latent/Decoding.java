package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.eval.Batches;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Examples from points of latent space, batch after batch. */
public final class Decoding {
    private static final int MAX_VALUES = 1 << 24;

    private Decoding() {}

    /** Takes what one point decodes to. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Takes one example.
         *
         * @param index of the point
         * @param x     [d], as the model sees it
         */
        void read(int index, float[] x);
    }

    /** {@code z}, [count, v], as a data set of points without classes. */
    public static Dataset points(float[] z, int latent) {
        return new ArrayDataset(new Schema(Shape.of(latent), Scaling.NONE, List.of(), List.of()), z, null);
    }

    /**
     * Hands every decoded point to {@code each}, in order.
     *
     * @param z    points [v]; for a conditional model as {@link Condition#of} gives them, or with a model that is {@linkplain
     *             Inference#given given} its class
     * @param draw null for the means of p(x|z), else the seed of draws of it: that of point i depends on the seed and i alone
     * @throws InputException where the points do not have v dimensions
     */
    public static void forEach(Inference inference, Dataset z, @Nullable Seed draw, Reader each) {
        ModelSpec spec = inference.model().spec();
        int v = spec.latent();
        if (!z.schema().shape().equals(Shape.of(v))) {
            throw new InputException(
                    "These are no codes of this model.",
                    "points of " + v + " dimensions",
                    "examples of " + z.schema().shape(),
                    "the codes",
                    "choose the model that they are of");
        }
        Likelihood likelihood = inference.model().likelihood();
        int d = spec.schema().shape().size();
        int width = likelihood.outputsPerValue() * d;
        int batch = batch(inference);
        for (int from = 0; from < z.size(); from += batch) {
            int[] indices =
                    IntStream.range(from, Math.min(z.size(), from + batch)).toArray();
            float[] points = new float[indices.length * v];
            z.read(indices, 0, indices.length, points);
            int[] labels = spec.classes() == 0
                    ? Inference.UNLABELLED
                    : IntStream.of(indices).map(z::label).toArray();
            float[] outputs = inference.decode(points, labels, indices.length);
            for (int i = 0; i < indices.length; i++) {
                float[] x = new float[d];
                if (draw == null) {
                    likelihood.mean(outputs, i * width, x, 0, d);
                } else {
                    likelihood.sample(
                            outputs, i * width, x, 0, d, draw.at(indices[i]).random());
                }
                each.read(indices[i], x);
            }
        }
    }

    /**
     * All decoded points at once.
     *
     * @param z      [n, v]
     * @param labels [n] for a conditional model that is not given its class, else {@link Inference#UNLABELLED}
     * @return means of p(x|z), [n, d]
     */
    public static float[] all(Inference inference, float[] z, int[] labels) {
        int v = inference.model().spec().latent();
        int d = inference.model().spec().schema().shape().size();
        int n = z.length / v;
        int batch = batch(inference);
        float[] all = new float[Math.multiplyExact(n, d)];
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            int[] own = labels.length == 0 ? labels : Arrays.copyOfRange(labels, from, to);
            float[] decoded = inference.reconstruct(Arrays.copyOfRange(z, from * v, to * v), own, to - from);
            System.arraycopy(decoded, 0, all, from * d, decoded.length);
        }
        return all;
    }

    /** Points that are decoded at a time. */
    private static int batch(Inference inference) {
        int size = inference.model().spec().schema().shape().size();
        return Math.clamp(MAX_VALUES / (inference.model().likelihood().outputsPerValue() * size), 1, Batches.SIZE);
    }
}
