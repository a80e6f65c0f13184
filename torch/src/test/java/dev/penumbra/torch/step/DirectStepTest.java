package dev.penumbra.torch.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.Objectives;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.objective.TensorObjective;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.FusedOptimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-derived step against automatic differentiation, on the same examples and noise, batch after batch. */
class DirectStepTest {
    /** The last batch has one example, so one of two workers none. */
    static final int EXAMPLES = 41;

    static final int BATCH = 20;

    /** Float arithmetic in another order, over twelve steps. */
    private static final float TOLERANCE = 1e-5f;

    /** One with which no unit's sum is so near 0 that rounding would decide whether its ReLU passes a gradient. */
    static final Seed NOISE = new Seed(12);

    record Case(VaeSpec spec, Objective objective, Dataset data, Pixels pixels, Loss loss, TrainingConfig training) {}

    /** What training left: terms of each step, weights, moments. */
    record Trained(List<Step.Result> results, Weights weights, Weights moments) {}

    @ParameterizedTest(name = "{0} of {1}, {2} {3}, {4} filled, {5}, {6}, {7}, {8} threads")
    @CsvSource({
        "mlp:16,          30,      bernoulli, elbo, nats,    0.15, grey,        adam,  1",
        "mlp:16,          30,      bernoulli, elbo, nats,    0.15, binarized,   adamw, 2",
        "'mlp:12,9@tanh', 30,      bernoulli, elbo, nats,    0.15, binarized,   adam,  2",
        "'mlp:12,9@tanh', 30,      bernoulli, elbo, nats,    1,    grey,        adamw, 2",
        "'mlp:12,9@tanh', 30,      bernoulli, elbo, nats,    1,    dequantized, adam,  16",
        "linear,          30,      gaussian, elbo,  nats,    1,    grey,        adam,  2",
        "linear,          30,      gaussian, elbo,  nats,    0.1,  grey,        adam,  2",
        "mlp:16,          30,      gaussian, elbo,  lecture, 0.15, grey,        adam,  2",
        "mlp:16,          30,      gaussian, elbo,  lecture, 1,    grey,        adam,  1",
        "'conv:4,6',      1x12x9,  bernoulli, elbo, nats,    0.15, binarized,   adam,  1",
        "'conv:4,16',     1x12x9,  bernoulli, elbo, nats,    0.15, grey,        adamw, 2",
        "'conv:16,4@tanh', 3x7x10, gaussian, elbo,  lecture, 1,    grey,        adam,  2",
        "mlp:16,          30,      bernoulli, iwae:k=5, nats,   0.15, binarized,   adam,  1",
        "'mlp:12,9@tanh', 30,      bernoulli, iwae:k=1, nats,   0.15, grey,        adamw, 2",
        "'conv:4,16',     1x12x9,  bernoulli, iwae:k=3, nats,   1,    grey,        adam,  2",
        "linear,          30,      gaussian,  iwae:k=50, nats,  1,    dequantized, adam,  2",
        "conv:5,          2x4x4,   gaussian, elbo,  nats,    1,    dequantized, adam,  2",
    })
    void everyStepIsThatOfAutomaticDifferentiation(
            String network,
            String shape,
            String likelihood,
            String objective,
            String scale,
            double filled,
            String pixels,
            String optimizer,
            int threads) {
        Case what = example(network, shape(shape), likelihood, objective, scale, filled, pixels, optimizer);
        Trained expected = train(what, 0);
        Trained direct = train(what, threads);

        assertThat(direct.results()).hasSameSizeAs(expected.results());
        for (int i = 0; i < expected.results().size(); i++) {
            Metrics.Terms terms = direct.results().get(i).terms();
            Metrics.Terms reference = expected.results().get(i).terms();
            assertThat(terms.loss()).isCloseTo(reference.loss(), within(1e-5 * Math.abs(reference.loss()) + 1e-6));
            assertThat(terms.mse()).isCloseTo(reference.mse(), within(1e-6));
            assertThat(terms.kl()).isCloseTo(reference.kl(), within(1e-5));
            assertThat(terms.logLikelihood()).isCloseTo(reference.logLikelihood(), within(1e-4));
        }
        assertSame(direct.weights(), expected.weights());
        assertSame(direct.moments(), expected.moments());
    }

    /** The encoder's last bias puts some standard deviations beyond the soft bound from the start. */
    @ParameterizedTest
    @ValueSource(strings = {"elbo", "iwae:k=3"})
    void beyondTheBoundOfLogStdEveryStepIsThatOfAutomaticDifferentiation(String objective) {
        Case what = example("mlp:16", Shape.of(30), "gaussian", objective, "nats", 1, "grey", "adam");
        Weights initial = Weights.initial(what.spec().parameters(), new Seed(5));
        Weights start = initial.with(Map.of(
                "encoder.2.bias", new Weights.Values(List.of(6), new float[] {0.1f, 0, -0.1f, 3.5f, -12, 0.2f})));

        Trained expected = train(what, 0, start, null, 0, 6);
        Trained direct = train(what, 2, start, null, 0, 6);

        for (int i = 0; i < expected.results().size(); i++) {
            double loss = expected.results().get(i).terms().loss();
            assertThat(direct.results().get(i).terms().loss()).isCloseTo(loss, within(1e-5 * Math.abs(loss)));
        }
        assertSame(direct.weights(), expected.weights());
    }

    @Test
    void aStepTakesOverWhatWasLoaded() {
        Case what = example("mlp:16", Shape.of(30), "bernoulli", "elbo", "nats", 0.15, "grey", "adam");
        Weights start = Weights.initial(what.spec().parameters(), new Seed(5));
        Trained half = train(what, 2, start, null, 0, 6);
        Trained whole = train(what, 2, start, null, 0, 12);

        Trained resumed = train(what, 2, half.weights(), half.moments(), 6, 12);

        whole.weights()
                .tensors()
                .keySet()
                .forEach(name ->
                        assertThat(values(resumed.weights(), name)).as(name).isEqualTo(values(whole.weights(), name)));
    }

    @Test
    void otherModelsAreLeftToAutomaticDifferentiation() {
        Case plain = example("mlp:16", Shape.of(30), "bernoulli", "elbo", "nats", 0.15, "grey", "adam");
        Case gelu = example("mlp:16@gelu", Shape.of(30), "bernoulli", "elbo", "nats", 0.15, "grey", "adam");
        Shape image = Shape.image(1, 12, 9);
        Case normalized = example("conv:4@batchnorm", image, "bernoulli", "elbo", "nats", 0.15, "grey", "adam");
        assertThat(fits(plain, Objective.Elbo.PLAIN)).isTrue();
        assertThat(fits(gelu, Objective.Elbo.PLAIN)).isFalse();
        assertThat(fits(normalized, Objective.Elbo.PLAIN)).isFalse();
        assertThat(fits(plain, new Objective.Dreg(5))).isFalse();
        assertThat(fits(plain, new Objective.Elbo(0.1, 0, 0, 0))).isFalse();
    }

    private static boolean fits(Case what, Objective objective) {
        return DirectStep.fits(what.spec(), objective, what.loss(), what.training(), Device.CPU);
    }

    static Shape shape(String text) {
        return new Shape(Arrays.stream(text.split("x")).map(Integer::valueOf).toList());
    }

    static Case example(
            String network,
            Shape shape,
            String likelihood,
            String objective,
            String scale,
            double filled,
            String pixels,
            String optimizer) {
        Likelihood p = likelihood.equals("bernoulli") ? new Bernoulli() : new Gaussian(0.6);
        Schema schema = new Schema(shape, Scaling.NONE, List.of(), List.of());
        VaeSpec spec = new VaeSpec(
                schema,
                3,
                Architecture.encoder(network, shape, 6),
                new PosteriorFamily.Gaussian(),
                Architecture.decoder(network, 3, shape),
                p);
        // A large epsilon: with a small one, Adam makes a whole step of the sign of a gradient that is nothing but
        // rounding.
        Optimizer rule = optimizer.equals("adam")
                ? new Optimizer.Adam(0.01, 0.9, 0.999, 1e-3)
                : new Optimizer.AdamW(0.01, 0.9, 0.999, 1e-3, 0.1);
        Loss loss = scale.equals("nats") ? new Loss.Nats(1) : new Loss.Lecture(0.05);
        TrainingConfig training = TrainingConfig.DEFAULT.withBatch(BATCH).withOptimizer(rule);
        return new Case(
                spec,
                Objectives.parse(objective),
                data(schema, filled),
                Pixels.valueOf(pixels.toUpperCase(Locale.ROOT)),
                loss,
                training);
    }

    /** Values of which a share is uniform in [0, 1), the others 0; the first value always 0. */
    static Dataset data(Schema schema, double filled) {
        SplittableRandom random = new Seed(3).random();
        int size = schema.shape().size();
        float[] values = new float[EXAMPLES * size];
        for (int i = 0; i < values.length; i++) {
            float value = random.nextFloat();
            values[i] = random.nextDouble() < filled && i % size != 0 ? value : 0;
        }
        return new ArrayDataset(schema, values, null);
    }

    private static Trained train(Case what, int threads) {
        return train(what, threads, Weights.initial(what.spec().parameters(), new Seed(5)), null, 0, 12);
    }

    /** Steps {@code [from, to)} of the direct step, or with 0 threads of automatic differentiation. */
    private static Trained train(Case what, int threads, Weights start, @Nullable Weights moments, int from, int to) {
        Engine.load();
        VaeSpec spec = what.spec();
        Optimizer rule = what.training().optimizer();
        try (Parameters parameters = Parameters.trainable(start, spec.parameters(), Device.CPU);
                FusedOptimizer optimizer = new FusedOptimizer(rule, parameters.trained(), Device.CPU);
                Step step = step(what, threads, parameters, optimizer)) {
            if (moments != null) {
                moments.tensors()
                        .forEach((name, values) -> Objects.requireNonNull(
                                        optimizer.state().get(name))
                                .set(values.values()));
                step.load();
            }
            List<Step.Result> results = new ArrayList<>();
            int[] order = new Seed(7).permutation(EXAMPLES);
            for (int i = from; i < to; i++) {
                int first = i % 3 * BATCH;
                int count = Math.min(BATCH, EXAMPLES - first);
                double klWeight = what.loss().klWeight() * Math.min(1, i / 4.0);
                Step.Setting setting = new Step.Setting(what.loss(), klWeight, i / 12.0, i + 1, 0.01);
                results.add(step.take(order, first, count, NOISE.at(i), setting));
            }
            step.store();
            return new Trained(
                    results, Parameters.toWeights(parameters.all()), Parameters.toWeights(optimizer.state()));
        }
    }

    private static Step step(Case what, int threads, Parameters parameters, FusedOptimizer optimizer) {
        VaeSpec spec = what.spec();
        if (threads > 0) {
            assertThat(fits(what, what.objective())).isTrue();
            return new DirectStep(
                    spec,
                    what.objective(),
                    parameters,
                    optimizer,
                    what.training(),
                    what.data(),
                    what.pixels(),
                    threads);
        }
        TensorObjective objective = TensorObjective.of(what.objective(), spec, parameters, EXAMPLES);
        Batches batches =
                new HostBatches(what.data(), what.pixels(), BATCH, objective.noise(), spec.classes(), Device.CPU);
        return new AutogradStep(objective, parameters, optimizer, batches, 0);
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
        expected.tensors()
                .keySet()
                .forEach(name -> assertThat(values(actual, name))
                        .as(name)
                        .containsExactly(values(expected, name), within(TOLERANCE)));
    }

    static float[] values(Weights weights, String name) {
        return Objects.requireNonNull(weights.tensors().get(name)).values();
    }
}
