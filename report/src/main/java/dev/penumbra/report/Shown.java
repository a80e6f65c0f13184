package dev.penumbra.report;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.eval.LatentView;
import dev.penumbra.eval.PcaPlane;
import dev.penumbra.latent.Latent;
import dev.penumbra.latent.Sampler;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.run.RunData;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The model and the examples that a report shows: some of the split that judges it.
 *
 * @param inference applies the model
 * @param part      where the examples come from
 * @param view      the examples and their posteriors
 * @param seed      of what is drawn from the prior
 */
record Shown(Inference inference, RunData.Part part, LatentView view, Seed seed) {
    /** As many examples as the plane of means shows at most. */
    static final int MAX_POINTS = 1500;

    private static final double PRIOR_RANGE = 3;

    static Shown of(Inference inference, RunData.Part part, long seed) {
        Seed shown = new Seed(seed).named("report");
        return new Shown(
                inference, part, LatentView.of(inference, part.data(), MAX_POINTS, shown.named("view")), shown);
    }

    Dataset data() {
        return part.data();
    }

    /** The name of the split. */
    String split() {
        return part.name();
    }

    ModelSpec spec() {
        return inference.model().spec();
    }

    boolean isAutoencoder() {
        return !spec().isVariational();
    }

    Schema schema() {
        return spec().schema();
    }

    /** Values of an example, d. */
    int size() {
        return schema().shape().size();
    }

    /** How many examples there are. */
    int count() {
        return view.indices().length;
    }

    /** The first {@code count} of the examples, [count, d]. */
    float[] examples(int count) {
        float[] x = new float[count * size()];
        data().read(view.indices(), 0, count, x);
        return x;
    }

    /** Example {@code row} of the view, [d]. */
    float[] example(int row) {
        float[] x = new float[size()];
        data().read(view.indices()[row], x, 0);
        return x;
    }

    /** The model given the class of row {@code row}, where it is conditioned on classes. */
    Inference inferenceFor(int row) {
        return inference.given(view.labels()[row]);
    }

    /** The first {@code count} of the examples, encoded to their means and decoded, [count, d]. */
    float[] reconstructed(int count) {
        if (spec().classes() == 0) {
            return Latent.reconstruct(inference, examples(count), count);
        }
        return rows(count, row -> Latent.reconstruct(inferenceFor(row), example(row), 1));
    }

    /** Draws from the prior, decoded, [count, d]; of a conditional model, one class after the other. */
    float[] drawn(int count, Seed from) {
        return drawn(count, from, Sampler.prior(1));
    }

    /** The same with z from {@code sampler}. */
    float[] drawn(int count, Seed from, Sampler sampler) {
        int classes = spec().classes();
        if (classes == 0) {
            return Latent.generate(inference, count, from, sampler);
        }
        return rows(count, row -> Latent.generate(inference.given(row % classes), 1, from.at(row), sampler));
    }

    private float[] rows(int count, IntFunction<float[]> each) {
        float[] all = new float[count * size()];
        for (int row = 0; row < count; row++) {
            System.arraycopy(each.apply(row), 0, all, row * size(), size());
        }
        return all;
    }

    /** What is said where a conditional model is shown given one class. */
    String givenNote(int row) {
        return spec().classes() == 0 ? "" : " Given the class " + className(row) + ".";
    }

    /** The name of the class of row {@code row}, or "" without a label. */
    String className(int row) {
        int label = view.labels()[row];
        return label < 0 ? "" : className(schema(), label);
    }

    static String className(Schema schema, int label) {
        return label < schema.classes().size() ? schema.classes().get(label) : String.valueOf(label);
    }

    /**
     * How far from its middle the plane of {@code pca} is decoded: 3, where nearly all of the prior lies, or as far as 99 of 100
     * means where that is farther.
     */
    double range(PcaPlane pca) {
        double[] far = new double[count()];
        for (int i = 0; i < far.length; i++) {
            double[] at = pca.project(view.posterior().mean(), i);
            far[i] = Math.max(Math.abs(at[0]), Math.abs(at[1]));
        }
        Arrays.sort(far);
        return Math.max(PRIOR_RANGE, far[(int) (0.99 * (far.length - 1))]);
    }
}
