package dev.penumbra.torch.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.objective.TensorObjective;
import dev.penumbra.torch.step.DirectStepTest.Case;
import dev.penumbra.torch.step.DirectStepTest.Trained;
import dev.penumbra.torch.tensor.CudaCheck;
import dev.penumbra.torch.tensor.CudaStream;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A GPU's batches and steps against those of the CPU. Needs a GPU and the build for it. */
@EnabledIf("hasGpu")
class CudaStepTest {
    private static final int STEPS = 12;

    static boolean hasGpu() {
        return Engine.isBuiltForCuda() && CudaCheck.run().devices() > 0;
    }

    @BeforeEach
    void enterStream() {
        Engine.load();
        CudaStream.enter();
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatTheHostReads(Pixels pixels) {
        int size = 101;
        int width = 75;
        Schema schema = new Schema(Shape.of(size), Scaling.NONE, List.of(), List.of("a", "b", "c", "d"));
        Dataset plain = DirectStepTest.data(schema, 0.5);
        int n = plain.size();
        float[] values = new float[n * size];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            plain.read(i, values, i * size);
            values[i * size + i] = 1;
            labels[i] = i % 4;
        }
        Dataset data = new ArrayDataset(schema, values, labels);
        int[] order = new Seed(7).permutation(n);
        try (Scope scope = new Scope();
                Batches host = new HostBatches(data, pixels, 20, width, 4, Device.CPU);
                Batches gpu = new ResidentBatches(data, pixels, 20, width, 4)) {
            for (int step = 0; step < 3; step++) {
                int from = 20 * step;
                int count = Math.min(20, n - from);
                Batch expected = host.read(order, from, count, new Seed(11).at(step));
                Batch actual = gpu.read(order, from, count, new Seed(11).at(step));
                assertThat(actual.x_BD().toArray()).isEqualTo(expected.x_BD().toArray());
                assertThat(actual.noise_BW().toArray())
                        .containsExactly(expected.noise_BW().toArray(), within(2e-7f));
                assertThat(Objects.requireNonNull(actual.class_BC()).toArray())
                        .isEqualTo(Objects.requireNonNull(expected.class_BC()).toArray());
            }
        }
    }

    @ParameterizedTest(name = "{0} of {1}, {2} {3}, {4}, {5}, {6}, warm-up {7}")
    @CsvSource({
        "mlp:16,             30,      bernoulli, elbo,                  nats,    grey,        adam,  0",
        "mlp:16,             30,      bernoulli, elbo,                  nats,    binarized,   adamw, 4",
        "'mlp:12,9@tanh',    30,      bernoulli, iwae:k=5,              nats,    binarized,   adam,  0",
        "linear,             30,      gaussian,  elbo,                  lecture, dequantized, adam,  0",
        "mlp:16@batchnorm,   30,      bernoulli, elbo,                  nats,    grey,        adam,  0",
        "'conv:4,6',         1x12x9,  bernoulli, elbo,                  nats,    grey,        adam,  0",
        "'conv:4,16@tanh',   3x7x10,  gaussian,  iwae:k=3,              nats,    grey,        adam,  2",
        "mlp:16,             30,      bernoulli, 'tc:beta=4,alpha=2',   nats,    grey,        adam,  0",
        "mlp:16,             30,      bernoulli, 'factor:gamma=5,width=8', nats, grey,        adam,  0",
        "mlp:16,             30,      bernoulli, dip-i:od=2,            nats,    grey,        adam,  0",
        "mlp:16,             30,      bernoulli, dip-ii:od=2,           nats,    grey,        adam,  0",
        "mlp:16,             30,      bernoulli, 'info:alpha=0.5,lambda=4', nats, grey,       adam,  0",
        "mlp:16,             30,      bernoulli, dreg:k=4,              nats,    grey,        adam,  0",
        "mlp:16,             30,      bernoulli, 'piwae:m=2,k=3',       nats,    grey,        adam,  0",
        "mlp:16,             30,      bernoulli, 'miwae:m=2,k=3',       nats,    grey,        adam,  0",
        "mlp:16,             30,      bernoulli, 'elbo:free-bits=0.1',   nats,    grey,        adam,  0",
    })
    void everyStepIsThatOfTheCpu(
            String network,
            String shape,
            String likelihood,
            String objective,
            String scale,
            String pixels,
            String optimizer,
            int warmUp) {
        Case what = DirectStepTest.example(
                network, DirectStepTest.shape(shape), likelihood, objective, scale, 0.3, pixels, optimizer);
        assertThat(CapturedStep.fits(what.spec(), what.training(), Device.CUDA)).isTrue();
        assertAgree(train(what, Device.CUDA, false, warmUp), train(what, Device.CPU, false, warmUp));
    }

    @ParameterizedTest(name = "{0} of {1}, {2} {3}, {4}, {5}, {6}, warm-up {7}")
    @CsvSource({
        "mlp:16,             30,      bernoulli, elbo,                  nats,    grey,        adam,  0",
        "'mlp:48,52@tanh',   200,     bernoulli, elbo,                  nats,    binarized,   adamw, 4",
        "linear,             31,      gaussian,  elbo,                  lecture, dequantized, adam,  0",
        "'mlp:70,9,33',      30,      gaussian,  elbo,                  nats,    grey,        adam,  3",
    })
    void kernelsTakeTheSameSteps(
            String network,
            String shape,
            String likelihood,
            String objective,
            String scale,
            String pixels,
            String optimizer,
            int warmUp) {
        Case what = DirectStepTest.example(
                network, DirectStepTest.shape(shape), likelihood, objective, scale, 0.3, pixels, optimizer);
        assertThat(KernelStep.fits(what.spec(), what.objective(), what.loss(), what.training()))
                .isTrue();
        Trained expected = train(what, Device.CPU, false, warmUp);
        Trained actual = train(what, Device.CUDA, true, warmUp);

        assertAgree(actual, expected);
        for (int i = 0; i < STEPS; i++) {
            Metrics.Terms terms = actual.results().get(i).terms();
            Metrics.Terms reference = expected.results().get(i).terms();
            assertThat(terms.mse()).isCloseTo(reference.mse(), within(1e-6));
            assertThat(terms.kl()).isCloseTo(reference.kl(), within(1e-4));
            assertThat(terms.logLikelihood()).isCloseTo(reference.logLikelihood(), within(1e-3));
        }
        Trained again = train(what, Device.CUDA, true, warmUp);
        again.weights()
                .tensors()
                .keySet()
                .forEach(name -> assertThat(DirectStepTest.values(again.weights(), name))
                        .as(name)
                        .isEqualTo(DirectStepTest.values(actual.weights(), name)));
    }

    private static void assertAgree(Trained actual, Trained expected) {
        for (int i = 0; i < STEPS; i++) {
            double loss = expected.results().get(i).terms().loss();
            assertThat(actual.results().get(i).terms().loss())
                    .as("step " + i)
                    .isCloseTo(loss, within(1e-4 * Math.abs(loss) + 1e-5));
        }
        expected.weights()
                .tensors()
                .keySet()
                .forEach(name -> assertThat(DirectStepTest.values(actual.weights(), name))
                        .as(name)
                        .containsExactly(DirectStepTest.values(expected.weights(), name), within(1e-3f)));
    }

    private static Trained train(Case what, Device device, boolean kernels, int warmUp) {
        List<Parameter> all = new ArrayList<>(what.spec().parameters());
        all.addAll(what.objective().parameters(what.spec().latent()));
        Weights start = Weights.initial(all, new Seed(5));
        try (Parameters parameters = Parameters.trainable(start, what.spec().parameters(), device);
                FusedOptimizer optimizer =
                        new FusedOptimizer(what.training().optimizer(), parameters.trained(), device);
                Step step = step(what, device, kernels, parameters, optimizer)) {
            List<Step.Result> results = new ArrayList<>();
            int[] order = new Seed(7).permutation(DirectStepTest.EXAMPLES);
            for (int i = 0; i < STEPS; i++) {
                int first = i % 3 * DirectStepTest.BATCH;
                int count = Math.min(DirectStepTest.BATCH, DirectStepTest.EXAMPLES - first);
                double warm = warmUp == 0 ? 1 : Math.min(1, i / (double) warmUp);
                double klWeight = what.loss().klWeight() * warm;
                Step.Setting setting = new Step.Setting(what.loss(), klWeight, warm, i + 1, i < 8 ? 0.01 : 0.005);
                results.add(step.take(order, first, count, DirectStepTest.NOISE.at(i), setting));
            }
            step.store();
            return new Trained(
                    results, Parameters.toWeights(parameters.all()), Parameters.toWeights(optimizer.state()));
        }
    }

    private static Step step(
            Case what, Device device, boolean kernels, Parameters parameters, FusedOptimizer optimizer) {
        TensorObjective objective =
                TensorObjective.of(what.objective(), what.spec(), parameters, DirectStepTest.EXAMPLES);
        if (device == Device.CPU) {
            Batches batches =
                    new HostBatches(what.data(), what.pixels(), DirectStepTest.BATCH, objective.noise(), 0, Device.CPU);
            return new AutogradStep(objective, parameters, optimizer, batches, 0);
        }
        ResidentBatches batches =
                new ResidentBatches(what.data(), what.pixels(), DirectStepTest.BATCH, objective.noise(), 0);
        if (kernels) {
            Optimizer rule = what.training().optimizer();
            return new KernelStep(what.spec(), parameters, optimizer, rule, batches);
        }
        AutogradStep unrecorded = new AutogradStep(objective, parameters, optimizer, batches, 0);
        return new CapturedStep(unrecorded, optimizer, batches);
    }
}
