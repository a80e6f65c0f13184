package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose files were damaged, deleted or could not be written. */
class DamagedRunTest extends ResumedRun {
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
