package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.model.Bundle;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.MetricsFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;

/** A run in a folder, trained to some step, that goes on. */
abstract class ResumedRun {
    @TempDir
    Path folder;

    /** 27 steps an epoch; with clipping, which is an {@code AutogradStep}'s, or without, which is a {@code DirectStep}'s. */
    static RunConfig config(int epochs, boolean clipped) {
        RunConfig config = TrainingRunTest.config();
        return config.withTraining(config.training().withEpochs(epochs).withClip(clipped ? 5 : 0));
    }

    static RunConfig config(int epochs) {
        return config(epochs, false);
    }

    Path run() {
        return folder.resolve("run");
    }

    static void ignore(TrainingEvent event) {}

    /** Trains to the end; returns what the run said of differences. */
    static List<String> train(TrainingRun run) {
        List<String> notes = new ArrayList<>();
        run.train(event -> {
            if (event instanceof TrainingEvent.Started started) {
                notes.addAll(started.notes());
            }
        });
        return notes;
    }

    static void interruptAt(TrainingRun run, long step) {
        TrainingRun.Result result = run.train(event -> {
            if (event instanceof TrainingEvent.StepDone done && done.metrics().step() == step) {
                run.stop();
            }
        });
        assertThat(result.outcome()).isEqualTo(TrainingEvent.Outcome.INTERRUPTED);
    }

    static String weights(Path run) {
        return Bundle.read(new RunDirectory(run).model()).model().weights().sha256();
    }

    /** All metrics, but for how long they took. */
    static List<Metrics> timeless(Path run) {
        return MetricsFile.read(new RunDirectory(run)).lines().stream()
                .map(m -> m instanceof Metrics.Epoch e
                        ? new Metrics.Epoch(
                                e.step(), e.epoch(), e.train(), e.validation(), e.meanAbsMu(), e.meanSigma(), 0, 0)
                        : m)
                .toList();
    }

    static void refused(TrainingRun run, String... words) {
        assertThatThrownBy(() -> run.train(ResumedRun::ignore))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(words);
    }

    TrainingState state() {
        return Objects.requireNonNull(Checkpoint.read(new RunDirectory(run()))).state();
    }
}
