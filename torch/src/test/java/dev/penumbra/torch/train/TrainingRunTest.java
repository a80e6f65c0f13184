package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Loss;
import dev.penumbra.nn.Layer;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunLock;
import dev.penumbra.run.RunResults;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.ChildJvm;
import dev.penumbra.torch.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    @TempDir
    Path folder;

    /** A small model of 2-D points: 27 steps an epoch. */
    static RunConfig config() {
        return RunConfig.of("moons", 2)
                .withModel(ModelConfig.vae(2).withNetworks("mlp:16", "mlp:16"))
                .withTraining(TrainingConfig.DEFAULT.withEpochs(3).withClip(5))
                .withDevice(RunConfig.Device.CPU, 1);
    }

    @Test
    void aResumedRunEqualsOneThatWasNeverInterrupted() throws IOException {
        for (Optimizer optimizer : List.of(Optimizer.Adam.of(2e-3), Optimizer.Sgd.of(1e-3))) {
            String name = optimizer.getClass().getSimpleName();
            RunConfig config = config().withTraining(config().training()
                    .withOptimizer(optimizer)
                    .withPatience(9)
                    .withWarmup(1));
            RunDirectory whole = train(config, folder.resolve(name + "-whole"), TrainingRunTest::ignore)
                    .directory();

            Path parts = folder.resolve(name + "-parts");
            interruptAt(TrainingRun.create(config, parts), 10); // within an epoch
            interruptAt(TrainingRun.resume(parts), 27); // at its end
            interruptAt(TrainingRun.resume(parts), 28);
            TrainingRun.Result last = TrainingRun.resume(parts).train(TrainingRunTest::ignore);

            assertThat(last.outcome()).isEqualTo(TrainingEvent.Outcome.FINISHED);
            assertThat(Bundle.read(last.directory().model()).model().weights().sha256())
                    .isEqualTo(Bundle.read(whole.model()).model().weights().sha256());
            assertThat(ResumedRun.timeless(last.directory().path())).isEqualTo(ResumedRun.timeless(whole.path()));
        }
    }

    @Test
    void aRunThatBeganOnAGpuGoesOnElsewhereOnlyWhenAsked() throws IOException {
        Path run = folder.resolve("run");
        interruptAt(TrainingRun.create(config().withDevice(RunConfig.Device.AUTO, 1), run), 3);
        RunDirectory directory = RunDirectory.open(run);
        replace(directory.provenance(), "\"device\" : \"\\w+\"", "\"device\" : \"cuda\"");
        if (Device.of(RunConfig.Device.AUTO) == Device.CPU) {
            assertThatThrownBy(() -> TrainingRun.resume(run).train(TrainingRunTest::ignore))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("no CUDA device", "began on cuda", "\"device\" : \"cpu\" into");
        }
        replace(directory.config(), "\"device\" : \"auto\"", "\"device\" : \"cpu\"");
        assertThat(TrainingRun.resume(run).train(TrainingRunTest::ignore).outcome())
                .isEqualTo(TrainingEvent.Outcome.FINISHED);
    }

    private static void replace(Path file, String pattern, String by) throws IOException {
        String text = Files.readString(file);
        String replaced = text.replaceAll(pattern, by);
        Files.writeString(file, replaced);
    }

    @Test
    void batchNormIsResumedBitForBitAndValidatedAsItWillBeApplied() throws IOException {
        RunConfig config = config().withModel(new ModelConfig(
                        ModelConfig.Kind.AE,
                        2,
                        ModelConfig.Ladder.DEFAULT,
                        null,
                        null,
                        false,
                        network(2),
                        network(2),
                        null))
                .withLoss(new Loss.Lecture(0))
                .withTraining(config().training().withPatience(9));
        List<Metrics.Epoch> epochs = new ArrayList<>();
        TrainingRun.Result whole = train(config, folder.resolve("whole"), event -> {
            if (event instanceof TrainingEvent.EpochDone done) {
                epochs.add(done.metrics());
            }
        });
        Path parts = folder.resolve("parts");
        interruptAt(TrainingRun.create(config, parts), 10);
        interruptAt(TrainingRun.resume(parts), 27);
        TrainingRun.Result resumed = TrainingRun.resume(parts).train(TrainingRunTest::ignore);

        assertThat(resumed.model().weights().sha256())
                .isEqualTo(whole.model().weights().sha256());
        assertThat(ResumedRun.timeless(resumed.directory().path()))
                .isEqualTo(ResumedRun.timeless(whole.directory().path()));
        float[] mean = whole.model().weights().get("encoder.1.runningMean");
        assertThat(mean).doesNotContain(0f);
        // An autoencoder draws nothing, so the best epoch's validation and the final evaluation are the same sums of
        // floats
        // in other batches; statistics of the batch would differ in the first digits.
        double best =
                epochs.stream().mapToDouble(e -> validation(e).loss()).min().orElseThrow();
        assertThat(whole.evaluations().getFirst().loss()).isCloseTo(best, within(1e-5 * best));
    }

    private static ModelConfig.NetworkConfig network(int outputs) {
        Layer relu = new Layer.Activation(Layer.Function.RELU);
        return new ModelConfig.NetworkConfig.Layers(
                List.of(new Layer.Linear(16), new Layer.BatchNorm(), relu, new Layer.Linear(outputs)));
    }

    private static void interruptAt(TrainingRun run, long step) {
        ResumedRun.interruptAt(run, step);
        assertThat(RunResults.exist(run.directory())).isFalse();
    }

    @Test
    void aKilledProcessIsResumedBitForBit() throws IOException, InterruptedException {
        RunConfig config = KilledRun.config();
        RunDirectory whole =
                train(config, folder.resolve("whole"), TrainingRunTest::ignore).directory();
        Path killed = folder.resolve("killed");
        int exit = ChildJvm.run(folder.resolve("killed.log"), KilledRun.class, killed.toString());
        assertThat(Files.readString(folder.resolve("killed.log"))).contains("halting");
        assertThat(exit).isEqualTo(KilledRun.EXIT_CODE);
        // What a kill in the middle of a write leaves behind.
        Files.writeString(killed.resolve("metrics.jsonl"), "{\"type\":\"step\",\"st", StandardOpenOption.APPEND);
        Files.writeString(killed.resolve("checkpoint").resolve("state.safetensors.tmp"), "half");

        RunDirectory resumed =
                TrainingRun.resume(killed).train(TrainingRunTest::ignore).directory();

        assertThat(Bundle.read(resumed.model()).model().weights().sha256())
                .isEqualTo(Bundle.read(whole.model()).model().weights().sha256());
        assertThat(ResumedRun.timeless(resumed.path())).isEqualTo(ResumedRun.timeless(whole.path()));
    }

    @Test
    void aRunIsTrainedByOneAtATime() throws IOException, InterruptedException {
        RunConfig config = config();
        Path path = folder.resolve("run");
        TrainingRun run = TrainingRun.create(config, path);
        TrainingRun late = TrainingRun.create(config, path);
        TrainingRun.Result result = run.train(event -> {
            if (event instanceof TrainingEvent.StepDone done && done.metrics().step() == 3) {
                assertThatThrownBy(() -> TrainingRun.resume(path).train(TrainingRunTest::ignore))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("is being trained already")
                        .hasMessageContaining(
                                "process " + ProcessHandle.current().pid());
            }
        });
        assertThat(result.outcome()).isEqualTo(TrainingEvent.Outcome.FINISHED);
        assertThatThrownBy(() -> late.train(TrainingRunTest::ignore)).hasMessageContaining("There is a run");

        Path taken = folder.resolve("taken");
        RunDirectory directory = RunDirectory.create(taken);
        Path log = folder.resolve("taken.log");
        try (RunLock lock = RunLock.take(directory)) {
            assertThat(ChildJvm.run(log, KilledRun.class, taken.toString())).isNotZero();
        }
        assertThat(log)
                .content()
                .contains("process " + ProcessHandle.current().pid())
                .doesNotContain("halting");
        assertThat(directory.config()).doesNotExist();
    }

    @Test
    void divergenceGoesBackToTheLastGoodState() {
        RunConfig config =
                config().withTraining(TrainingConfig.DEFAULT.withEpochs(50).withOptimizer(Optimizer.Sgd.of(1e3)));
        TrainingRun run = TrainingRun.create(config, folder.resolve("run"));
        assertThatThrownBy(() -> run.train(TrainingRunTest::ignore))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("diverged at step")
                .hasMessageContaining("learning rate")
                .hasMessageContaining("the last good one, is kept");
        TrainingState kept =
                Objects.requireNonNull(Checkpoint.read(run.directory())).state();
        assertThat(kept.isFinite()).isTrue();
    }

    @Test
    void earlyStoppingKeepsTheBestWeights() {
        // A learning rate so high that the validation loss soon rises.
        RunConfig config = config().withTraining(
                        TrainingConfig.DEFAULT.withEpochs(200).withPatience(2).withOptimizer(Optimizer.Adam.of(0.05)));
        List<Metrics.Epoch> epochs = new ArrayList<>();
        TrainingRun.Result result = train(config, folder.resolve("run"), event -> {
            if (event instanceof TrainingEvent.EpochDone done) {
                epochs.add(done.metrics());
            }
        });
        assertThat(result.outcome()).isEqualTo(TrainingEvent.Outcome.STOPPED_EARLY);
        assertThat(epochs).hasSizeLessThan(200);
        List<Double> losses = epochs.stream().map(e -> validation(e).loss()).toList();
        double lowest = losses.stream().mapToDouble(x -> x).min().orElseThrow();
        assertThat(losses.indexOf(lowest)).isEqualTo(losses.size() - 3);
        // Another sample of z than in training, so equal up to sampling error only.
        Evaluation evaluation = result.evaluations().getFirst();
        assertThat(evaluation.split()).isEqualTo("validation");
        double spread = losses.stream().mapToDouble(x -> x).max().orElseThrow() - lowest;
        assertThat(evaluation.loss()).isCloseTo(lowest, within(Math.max(0.2, spread / 2)));
    }

    private static Metrics.Terms validation(Metrics.Epoch epoch) {
        return Objects.requireNonNull(epoch.validation());
    }

    @Test
    void warmUpRaisesTheWeightOfTheKlStepByStep() {
        List<Metrics.Step> steps = new ArrayList<>();
        RunConfig config = config().withLoss(new Loss.Nats(2))
                .withTraining(config().training().withWarmup(2));
        train(config, folder.resolve("run"), event -> {
            if (event instanceof TrainingEvent.StepDone done) {
                steps.add(done.metrics());
            }
        });
        int perEpoch = steps.size() / 3;
        assertThat(steps.getFirst().klWeight()).isZero();
        assertThat(steps.get(perEpoch).klWeight()).isCloseTo(1, within(1e-12));
        assertThat(steps.getLast().klWeight()).isEqualTo(2);
    }

    @Test
    void theAutoencoderHasNoKl() {
        RunConfig config = config().withModel(
                        ModelConfig.vae(2).withKind(ModelConfig.Kind.AE).withNetworks("mlp:16", "mlp:16"))
                .withLoss(new Loss.Lecture(0));
        Evaluation test = train(config, folder.resolve("run"), TrainingRunTest::ignore)
                .evaluations()
                .getLast();
        assertThat(test.kl()).isNull();
        assertThat(test.meanSigma()).isZero();
        assertThat(test.loss()).isEqualTo(test.mse());
    }

    @Test
    void sameSeedSameBitsOtherSeedOtherBits() {
        String first = train(config(), folder.resolve("a"), TrainingRunTest::ignore)
                .model()
                .weights()
                .sha256();
        String again = train(config(), folder.resolve("b"), TrainingRunTest::ignore)
                .model()
                .weights()
                .sha256();
        String other = train(config().withSeed(2), folder.resolve("c"), TrainingRunTest::ignore)
                .model()
                .weights()
                .sha256();
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private static TrainingRun.Result train(RunConfig config, Path path, Consumer<TrainingEvent> listener) {
        return TrainingRun.create(config, path).train(listener);
    }

    private static void ignore(TrainingEvent event) {
        assertThat(event).isNotNull();
    }
}
