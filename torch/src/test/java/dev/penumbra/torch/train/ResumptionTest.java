package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.model.Bundle;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.MetricsFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.run.TrainingConfig.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumptionTest {
    @TempDir
    Path folder;

    /** 27 steps an epoch; with clipping, which is an {@code AutogradStep}'s, or without, which is a {@code DirectStep}'s. */
    private static RunConfig config(int epochs, boolean clipped) {
        RunConfig config = TrainingRunTest.config();
        return config.withTraining(config.training().withEpochs(epochs).withClip(clipped ? 5 : 0));
    }

    private static RunConfig config(int epochs) {
        return config(epochs, false);
    }

    private Path run() {
        return folder.resolve("run");
    }

    private static void ignore(TrainingEvent event) {}

    /** Trains to the end; returns what the run said of differences. */
    private static List<String> train(TrainingRun run) {
        List<String> notes = new ArrayList<>();
        run.train(event -> {
            if (event instanceof TrainingEvent.Started started) {
                notes.addAll(started.notes());
            }
        });
        return notes;
    }

    private static void interruptAt(TrainingRun run, long step) {
        TrainingRun.Result result = run.train(event -> {
            if (event instanceof TrainingEvent.StepDone done && done.metrics().step() == step) {
                run.stop();
            }
        });
        assertThat(result.outcome()).isEqualTo(TrainingEvent.Outcome.INTERRUPTED);
    }

    private static String weights(Path run) {
        return Bundle.read(new RunDirectory(run).model()).model().weights().sha256();
    }

    private static List<Metrics> timeless(Path run) {
        return MetricsFile.read(new RunDirectory(run)).lines().stream()
                .map(m -> m instanceof Metrics.Epoch e
                        ? new Metrics.Epoch(
                                e.step(), e.epoch(), e.train(), e.validation(), e.meanAbsMu(), e.meanSigma(), 0, 0)
                        : m)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 9"})
    void aFinishedRunTrainedLongerEqualsOneThatWasLongFromTheStart(boolean clipped, int patience) {
        UnaryOperator<RunConfig> patient =
                c -> c.withTraining(c.training().withPatience(patience).withWarmup(3));
        Path whole = folder.resolve("whole");
        train(TrainingRun.create(patient.apply(config(4, clipped)), whole));
        train(TrainingRun.create(patient.apply(config(2, clipped)), run()));
        String before = weights(run());

        TrainingRun longer = TrainingRun.resume(run(), 4);
        assertThat(longer.isFinished()).isFalse();
        interruptAt(longer, 70);
        assertThat(weights(run())).isEqualTo(before);
        assertThat(RunResults.step(longer.directory())).isEqualTo(54);
        assertThat(TrainingRun.resume(run()).isFinished()).isFalse();
        assertThat(train(TrainingRun.resume(run()))).isEmpty();

        assertThat(weights(run())).isEqualTo(weights(whole)).isNotEqualTo(before);
        assertThat(timeless(run())).isEqualTo(timeless(whole));
        RunDirectory both = new RunDirectory(run());
        assertThat(RunResults.evaluation(both, "test"))
                .isEqualTo(RunResults.evaluation(new RunDirectory(whole), "test"));
        assertThat(ConfigFile.read(both.config())).isEqualTo(patient.apply(config(4, clipped)));
        assertThat(TrainingRun.resume(run()).isFinished()).isTrue();
        assertThat(TrainingRun.resume(run(), 4).isFinished()).isTrue();
    }

    @Test
    void raisingTheEpochsInTheConfigurationIsTheSame() throws IOException {
        train(TrainingRun.create(config(3), folder.resolve("whole")));
        train(TrainingRun.create(config(2), run()));
        replace("\"epochs\" : 2", "\"epochs\" : 3");
        TrainingRun longer = TrainingRun.resume(run());
        assertThat(longer.isFinished()).isFalse();
        assertThat(train(longer)).containsExactly("3 epochs instead of 2, as if asked for from the start");
        assertThat(weights(run())).isEqualTo(weights(folder.resolve("whole")));
    }

    @Test
    void whatFollowsTheEndOfTrainingGoesOnWithAWord() {
        RunConfig cosine = config(2).withTraining(config(2).training().withSchedule(new Schedule.Cosine(0, 0)));
        train(TrainingRun.create(cosine, run()));
        assertThat(train(TrainingRun.resume(run(), 3)))
                .singleElement()
                .asString()
                .contains("3 epochs instead of 2", "learning rate", "from the start would end at other weights");
        train(TrainingRun.create(config(2).withObjective("elbo:cycles=2"), folder.resolve("cycles")));
        assertThat(train(TrainingRun.resume(folder.resolve("cycles"), 3)))
                .singleElement()
                .asString()
                .contains("cycles");
    }

    @Test
    void aRunThatStoppedEarlyGoesOnWhereMoreIsAskedForAndKeepsItsBest() {
        RunConfig config =
                config(60).withTraining(config(60).training().withPatience(1).withOptimizer(Optimizer.Adam.of(0.05)));
        TrainingRun.Result first = TrainingRun.create(config, run()).train(ResumptionTest::ignore);
        assertThat(first.outcome()).isEqualTo(TrainingEvent.Outcome.STOPPED_EARLY);
        assertThat(TrainingRun.resume(run()).isFinished()).isTrue();
        long stopped = RunResults.step(first.directory());
        TrainingState saved = state();

        TrainingRun on = TrainingRun.resume(run(), 60);
        assertThat(on.isFinished()).isFalse();
        assertThat(train(on)).singleElement().asString().contains("early stopping", "patience counts anew");
        assertThat(RunResults.step(first.directory())).isGreaterThan(stopped);
        assertThat(Objects.requireNonNull(state().progress().bestLoss()))
                .isLessThanOrEqualTo(Objects.requireNonNull(saved.progress().bestLoss()));
    }

    @Test
    void fewerEpochsThanAreDoneAreRefused() {
        train(TrainingRun.create(config(3), run()));
        String before = weights(run());
        TrainingRun fewer = TrainingRun.resume(run(), 2);
        assertThat(fewer.isFinished()).isFalse();
        refused(fewer, "done more epochs", "2 epochs", "--epochs 3");
        assertThat(weights(run())).isEqualTo(before);
        assertThat(ConfigFile.read(fewer.directory().config())).isEqualTo(config(3));
    }

    @Test
    void aFinishedRunWithoutItsCheckpointCannotBeTrainedLonger() throws IOException {
        train(TrainingRun.create(config(1), run()));
        Files.delete(Checkpoint.file(new RunDirectory(run())));
        assertThat(TrainingRun.resume(run()).isFinished()).isTrue();
        refused(TrainingRun.resume(run(), 2), "cannot be trained longer", "state.safetensors", "train anew");
    }

    private static void refused(TrainingRun run, String... words) {
        assertThatThrownBy(() -> run.train(ResumptionTest::ignore))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(words);
    }

    private void replace(String pattern, String by) throws IOException {
        Path config = new RunDirectory(run()).config();
        String text = Files.readString(config);
        String replaced = text.replaceAll(pattern, by);
        assertThat(replaced).isNotEqualTo(text);
        Files.writeString(config, replaced);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"latent\" : 2 | \"latent\" : 3 | model.latent 3 | model.latent 2",
                "\"encoder\" : \"mlp:16\" | \"encoder\" : \"mlp:17\" | model.encoder mlp:17 | model.encoder mlp:16",
                "\"type\" : \"adam\" | \"type\" : \"adamw\" | training.optimizer.type adamw | training.optimizer.type"
                        + " adam",
                "\"learningRate\" : 0.001 | \"learningRate\" : 0.002 | learningRate 0.002 | learningRate 0.001",
                "\"batch\" : 128 | \"batch\" : 64 | training.batch 64 | training.batch 128",
                "\"validation\" : 0.05 | \"validation\" : 0.1 | data.validation 0.1 | data.validation 0.05",
                "\"seed\" : 1 | \"seed\" : 2 | seed 2 | seed 1",
                "\"beta\" : 1.0 | \"beta\" : 2.0 | loss.beta 2.0 | loss.beta 1.0",
                "\"objective\" : \"elbo\" | \"objective\" : \"iwae:k=2\" | objective iwae:k=2 | objective elbo",
                "\"warmup\" : 0.0 | \"warmup\" : 1.0 | training.warmup 1.0 | training.warmup 0.0",
            })
    void whatWouldMakeItAnotherRunIsRefusedByName(String from, String to, String now, String began) throws IOException {
        interruptAt(TrainingRun.create(config(2), run()), 5);
        replace(from, to);
        refused(TrainingRun.resume(run()), now, began, "config.json", "write the old values back", "train --config");
    }

    @Test
    void whatChangesRoundingGoesOnWithAWordAndTheRestInSilence() throws IOException {
        interruptAt(TrainingRun.create(config(2), run()), 5);
        replace("\"threads\" : 1", "\"threads\" : 2");
        replace("\"checkpointSeconds\" : 60", "\"checkpointSeconds\" : 1");
        assertThat(train(TrainingRun.resume(run())))
                .singleElement()
                .asString()
                .contains("threads 2 instead of 1", "rounded");
    }

    @Test
    void dataThatChangedUnderTheRunIsRefusedAndDataThatMovedIsNot() throws IOException {
        List<String> rows = new ArrayList<>(List.of("a,b"));
        for (int i = 0; i < 300; i++) {
            rows.add(i % 17 / 4.0 + "," + (i * i % 23));
        }
        Path data = Files.write(folder.resolve("data.csv"), rows);
        interruptAt(TrainingRun.create(config(9).withData(RunConfig.DataConfig.of(data.toString())), run()), 5);

        rows.add("3.25,4");
        Files.write(data, rows);
        refused(
                TrainingRun.resume(run()),
                "not that on which this run began",
                "examples",
                "data.csv",
                "put the data back");
        rows.removeLast();
        String kept = rows.set(7, "2.5,22");
        Files.write(data, rows);
        refused(TrainingRun.resume(run()), "not that on which this run began");
        rows.set(7, kept);
        Files.write(folder.resolve("moved.csv"), rows);
        replace("data\\.csv", "moved.csv");
        assertThat(train(TrainingRun.resume(run()))).isEmpty();
    }

    @Test
    void aRunIsMeasuredOnTheDataThatItWasTrainedOnOnly() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(i % 17 / 4.0 + "," + (i * i % 23));
        }
        Path data = Files.write(folder.resolve("data.csv"), rows);
        RunConfig config = config(1).withData(RunConfig.DataConfig.of(data.toString()));
        train(TrainingRun.create(config, run()));
        RunDirectory directory = new RunDirectory(run());
        assertThat(TrainedData.open(directory, config).train().size()).isEqualTo(34);

        // The same rows in another order: another test part, in which the model knows most.
        Files.write(data, rows.reversed());
        assertThatThrownBy(() -> TrainedData.open(directory, config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not that on which this run began");
        Files.delete(Checkpoint.file(directory));
        assertThat(TrainedData.open(directory, config).train().size()).isEqualTo(34);
    }

    private TrainingState state() {
        return Objects.requireNonNull(Checkpoint.read(new RunDirectory(run()))).state();
    }

    @Test
    void aCheckpointWithAFlippedBitIsRefusedOrTheSame() throws IOException {
        interruptAt(TrainingRun.create(config(2), run()), 5);
        Path file = Checkpoint.file(new RunDirectory(run()));
        byte[] whole = Files.readAllBytes(file);
        String weights = state().weights().sha256();
        int refused = 0;
        for (int i = 0; i < whole.length; i += 1 + i / 60) {
            byte[] copy = whole.clone();
            copy[i] ^= (byte) (1 << (i % 8));
            Files.write(file, copy);
            try {
                TrainingState state = state();
                assertThat(state.weights().sha256()).isEqualTo(weights);
                assertThat(state.progress().step()).isEqualTo(5);
            } catch (InputException e) {
                assertThat(e).hasMessageContainingAll("state.safetensors", "delete that file", "penumbra resume");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(200);
        // A bit of a weight, which no header knows.
        byte[] copy = whole.clone();
        copy[whole.length - 1] ^= 1;
        Files.write(file, copy);
        refused(TrainingRun.resume(run()), "damaged", "SHA-256");
        Files.delete(file);
        train(TrainingRun.resume(run()));
        train(TrainingRun.create(config(2), folder.resolve("whole")));
        assertThat(weights(run())).isEqualTo(weights(folder.resolve("whole")));
    }

    @Test
    void aStateThatNoTrainingLeavesIsRefusedEvenWhereItsChecksumIsRight() {
        RunConfig config = config(2);
        interruptAt(TrainingRun.create(config, run()), 5);
        RunDirectory directory = new RunDirectory(run());
        Checkpoint.Saved saved = Objects.requireNonNull(Checkpoint.read(directory));
        TrainingState good = saved.state();
        Weights none = new Weights(new LinkedHashMap<>());
        SequencedMap<String, Weights.Values> fewer =
                new LinkedHashMap<>(good.weights().tensors());
        String last = fewer.pollLastEntry().getKey();
        Weights nan = good.weights().with(Map.of(last, values(good.weights(), last, Float.NaN)));
        Weights other = good.weights().with(Map.of(last, new Weights.Values(List.of(3), new float[3])));
        Weights more = good.weights().with(Map.of("extra", new Weights.Values(List.of(1), new float[1])));
        Stream.of(
                        new TrainingState(good.progress(), good.weights(), none, null),
                        new TrainingState(good.progress(), new Weights(fewer), good.optimizer(), null),
                        new TrainingState(good.progress(), nan, good.optimizer(), null),
                        new TrainingState(good.progress(), other, good.optimizer(), null),
                        new TrainingState(good.progress(), more, good.optimizer(), null),
                        new TrainingState(good.progress(), good.weights(), good.optimizer(), nan),
                        new TrainingState(at(good, 1_000_000_000_000_000L), good.weights(), good.optimizer(), null),
                        new TrainingState(at(good, -5), good.weights(), good.optimizer(), null),
                        new TrainingState(at(good, 55), good.weights(), good.optimizer(), null))
                .forEach(state -> {
                    new Checkpoint(directory, config, Objects.requireNonNull(saved.data())).write(state);
                    refused(TrainingRun.resume(run()), "expected:", "remedy:");
                });
        new Checkpoint(directory, config, Objects.requireNonNull(saved.data())).write(good);
        assertThat(train(TrainingRun.resume(run()))).isEmpty();
    }

    private static Weights.Values values(Weights of, String name, float value) {
        Weights.Values old = Objects.requireNonNull(of.tensors().get(name));
        float[] values = old.values().clone();
        values[0] = value;
        return new Weights.Values(old.dims(), values);
    }

    private static TrainingState.Progress at(TrainingState state, long step) {
        return new TrainingState.Progress(step, state.progress().sums(), null, 0, false);
    }

    @Test
    void damagedMetricsCostTheirLinesAndNoOthers() throws IOException {
        interruptAt(TrainingRun.create(config(2), run()), 30);
        Path metrics = new RunDirectory(run()).metrics();
        List<byte[]> lines = new ArrayList<>();
        for (String line : Files.readAllLines(metrics)) {
            lines.add((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        lines.get(3)[20] = (byte) 0xff;
        lines.set(
                9,
                new String(lines.get(9), StandardCharsets.UTF_8)
                        .replace("}\n", "\n")
                        .getBytes(StandardCharsets.UTF_8));
        lines.set(11, "x".repeat(1 << 17).getBytes(StandardCharsets.UTF_8));
        lines.get(11)[(1 << 17) - 1] = '\n';
        Files.write(metrics, new byte[0]);
        for (byte[] line : lines) {
            Files.write(metrics, line, StandardOpenOption.APPEND);
        }
        assertThat(train(TrainingRun.resume(run())))
                .singleElement()
                .asString()
                .contains("3 lines are damaged and left out (line 4, 10, 12)");
        train(TrainingRun.create(config(2), folder.resolve("whole")));
        List<Metrics> all = new ArrayList<>(timeless(folder.resolve("whole")));
        all.removeIf(m -> m instanceof Metrics.Step && List.of(4L, 10L, 12L).contains(m.step()));
        assertThat(timeless(run())).isEqualTo(all);
        assertThat(weights(run())).isEqualTo(weights(folder.resolve("whole")));
    }

    @Test
    void aRunDeletedWhileItIsTrainedEndsWithThatWordAndComesNotBack() throws IOException {
        RunConfig config = config(3).withTraining(config(3).training().withCheckpointSeconds(1));
        TrainingRun run = TrainingRun.create(config, run());
        assertThatThrownBy(() -> run.train(event -> {
                    if (event instanceof TrainingEvent.StepDone done
                            && done.metrics().step() == 30) {
                        delete(run());
                    }
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("deleted while it was trained", "no such folder", "train again");
        assertThat(run()).doesNotExist();
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint", "model.penumbra.tmp"})
    void aFailedWriteNamesTheVerbThatGoesOn(String inTheWay) {
        TrainingRun run = TrainingRun.create(config(1), run());
        assertThatThrownBy(() -> run.train(event -> {
                    if (event instanceof TrainingEvent.StepDone done
                            && done.metrics().step() == 3) {
                        // A folder that is not empty takes no file's place.
                        block(run().resolve(inTheWay));
                    }
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("Cannot write", "penumbra resume " + run());
        delete(run().resolve(inTheWay));
        train(TrainingRun.resume(run()));
        assertThat(TrainingRun.resume(run()).isFinished()).isTrue();
    }

    private static void block(Path path) {
        try {
            Path folder = path.endsWith("checkpoint") ? path.resolve("state.safetensors.tmp") : path;
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("full"), "x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aReportOfTheModelThatWasReplacedIsTakenAway() throws IOException {
        train(TrainingRun.create(config(1), run()));
        Path report = Files.writeString(new RunDirectory(run()).report(), "of one epoch");
        interruptAt(TrainingRun.resume(run(), 2), 30);
        assertThat(report).exists();
        train(TrainingRun.resume(run()));
        assertThat(report).doesNotExist();
    }
}
