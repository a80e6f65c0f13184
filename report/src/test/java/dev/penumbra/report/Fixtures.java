package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.data.Splits;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.nn.Shape;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.Metrics.Terms;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;

/** What reports are made of. */
final class Fixtures {
    static final Provenance PROVENANCE = new Provenance(
            "0.1.0",
            "25.0.3 (Test)",
            "Linux amd64",
            "none",
            "CPU",
            2,
            "2026-01-01T00:00:00Z",
            new Provenance.Examples(80, 10, 10));

    private Fixtures() {}

    /** The page without the source of the chart library, which is none of its own text and long. */
    static String withoutLibrary(String html) {
        String library = ECharts.source().markup();
        assertThat(html.contains(library)).isTrue();
        return html.replace(library, "");
    }

    /** Blurred spots: images of {@code channels} x 8 x 8 in two classes, by where the spot is. */
    static Splits images(int channels, String... classes) {
        int side = 8;
        return splits(
                new Schema(Shape.image(channels, side, side), Scaling.PIXELS, List.of(), List.of(classes)), random -> {
                    double x = random.nextDouble() * side;
                    double y = random.nextDouble() * side;
                    float[] image = new float[channels * side * side];
                    for (int i = 0; i < image.length; i++) {
                        double dx = i % side - x;
                        double dy = i / side % side - y;
                        image[i] = (float) Math.exp(-(dx * dx + dy * dy) / (4 + i / (side * side)));
                    }
                    return new Example(image, x < side / 2.0 ? 0 : 1);
                });
    }

    /** Points on a line with some noise, without labels. */
    static Splits points() {
        return splits(new Schema(Shape.of(2), Scaling.NONE, List.of("east", "north"), List.of()), random -> {
            float t = (float) random.nextDouble(-1, 1);
            return new Example(new float[] {t, (float) (t / 2 + random.nextDouble(-0.1, 0.1))}, -1);
        });
    }

    /** Rows of as many columns as there are names, whose raw values lie around 100. */
    static Splits table(List<String> columns, String... classes) {
        int d = columns.size();
        Scaling scaling = new Scaling(Collections.nCopies(d, 100.0), Collections.nCopies(d, 2.0));
        return splits(new Schema(Shape.of(d), scaling, columns, List.of(classes)), random -> {
            double a = random.nextDouble(-1, 1);
            double b = random.nextDouble(-1, 1);
            float[] row = new float[d];
            for (int i = 0; i < d; i++) {
                row[i] = (float) (a * Math.sin(i + 1) + b * Math.cos(i) + random.nextDouble(-0.1, 0.1));
            }
            return new Example(row, classes.length == 0 ? -1 : random.nextInt(classes.length));
        });
    }

    /** Values and label; -1 for none. */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used
    private record Example(float[] values, int label) {}

    private static Splits splits(Schema schema, Function<SplittableRandom, Example> draw) {
        SplittableRandom random = new Seed(5).random();
        return new Splits(
                part(schema, draw, random, 60), part(schema, draw, random, 20), part(schema, draw, random, 40));
    }

    private static Dataset part(
            Schema schema, Function<SplittableRandom, Example> draw, SplittableRandom random, int count) {
        int d = schema.shape().size();
        float[] values = new float[count * d];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            Example example = draw.apply(random);
            System.arraycopy(example.values(), 0, values, i * d, d);
            labels[i] = example.label();
        }
        return new ArrayDataset(schema, values, schema.classes().isEmpty() ? null : labels);
    }

    static RunData.Part test(Splits splits) {
        return new RunData.Part("test", Objects.requireNonNull(splits.test()));
    }

    static List<Evaluation> evaluations(Inference inference, Splits splits, Loss loss) {
        List<Evaluation> all = new ArrayList<>();
        all.add(Evaluator.evaluate(inference, splits.train(), loss, new Seed(1), "train", "grey"));
        if (splits.validation() != null) {
            all.add(Evaluator.evaluate(inference, splits.validation(), loss, new Seed(1), "validation", "grey"));
        }
        all.add(Evaluator.evaluate(inference, test(splits).data(), loss, new Seed(1), "test", "grey"));
        return all;
    }

    /** Training that converges as 1/t with noise: {@code stepsPerEpoch} steps and a line for each epoch. */
    static List<Metrics> metrics(int epochs, int stepsPerEpoch, boolean variational) {
        List<Metrics> all = new ArrayList<>();
        float[] noise = new Seed(7).gaussians(epochs * stepsPerEpoch);
        for (int step = 1; step <= epochs * stepsPerEpoch; step++) {
            int epoch = (step - 1) / stepsPerEpoch + 1;
            double t = (double) step / stepsPerEpoch;
            all.add(new Metrics.Step(step, epoch, terms(t, 0.02 * noise[step - 1], variational), 0.01, 1e-3, null));
            if (step % stepsPerEpoch == 0) {
                all.add(new Metrics.Epoch(
                        step,
                        epoch,
                        terms(t, 0, variational),
                        terms(t, 0.01 + 0.002 * epoch, variational),
                        0.7,
                        0.2,
                        3.1,
                        18_000));
            }
        }
        return all;
    }

    private static Terms terms(double t, double extra, boolean variational) {
        double mse = 0.04 + 0.03 / (t + 0.1) * (1 + extra) + 0.02 * extra;
        Double kl = variational ? (Double) (6 * (1 - Math.exp(-2 * t)) + extra) : null;
        double loss = mse + (kl == null ? 0 : 0.001 * kl);
        return new Terms(loss, variational ? (Double) (-900 * mse) : null, kl, mse, null);
    }
}
