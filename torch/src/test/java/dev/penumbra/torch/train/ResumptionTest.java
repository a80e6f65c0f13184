package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.run.TrainingConfig.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumptionTest extends ResumedRun {
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
        TrainingRun.Result first = TrainingRun.create(config, run()).train(ResumedRun::ignore);
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
        assertThatThrownBy(() -> TrainedData.grey(directory, config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not that on which this run began");
        Files.delete(Checkpoint.file(directory));
        assertThat(TrainedData.open(directory, config).train().size()).isEqualTo(34);
    }
}
