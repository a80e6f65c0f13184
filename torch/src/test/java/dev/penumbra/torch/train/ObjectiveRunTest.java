package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.model.Bundle;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Model;
import dev.penumbra.model.Objective;
import dev.penumbra.nn.Parameter;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.MetricsFile;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objectives that add to the bound or take the place of its KL, from configuration to bundle. */
class ObjectiveRunTest {
    @TempDir
    Path folder;

    private static RunConfig config(String objective, ModelConfig.Kind kind, boolean lecture) {
        RunConfig config = TrainingRunTest.config();
        return config.withModel(config.model().withKind(kind))
                .withObjective(objective)
                .withLoss(lecture ? new Loss.Lecture(0) : new Loss.Nats(1))
                .withTraining(
                        TrainingConfig.DEFAULT.withEpochs(1).withBatch(400).withWarmup(lecture ? 1 : 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tc:beta=4,alpha=2 | VAE | false",
                "factor:gamma=5,width=8 | VAE | false",
                "dip-i:od=2 | VAE | false",
                "dip-ii:od=2 | VAE | false",
                "info:alpha=0.5,lambda=4 | VAE | false",
                "wae-mmd:lambda=1,scale=2 | AE | true",
                "aae:width=8 | AE | false",
                "aae:width=8 | VAE | true",
                "rae-l2:code=0.1 | AE | true",
                "rae-gp:gradient=0.1 | AE | false",
            })
    void isResumedBitForBitAndLeavesTheModelAlone(String objective, ModelConfig.Kind kind, boolean lecture)
            throws IOException {
        RunConfig config = config(objective, kind, lecture);
        TrainingRun.Result whole =
                TrainingRun.create(config, folder.resolve("whole")).train(event -> {});
        TrainingRun first = TrainingRun.create(config, folder.resolve("parts"));
        first.train(event -> {
            if (event instanceof TrainingEvent.StepDone done && done.metrics().step() == 3) {
                first.stop();
            }
        });
        assertKeepsWhatTheObjectiveLearns(first, objective, whole);
        TrainingRun.Result resumed = TrainingRun.resume(folder.resolve("parts")).train(event -> {});

        Model model = Bundle.read(resumed.directory().model()).model();
        List<String> names =
                model.spec().parameters().stream().map(Parameter::name).toList();
        assertThat(model.weights().tensors().keySet()).containsExactlyElementsOf(names);
        assertThat(model.weights().sha256()).isEqualTo(whole.model().weights().sha256());

        double weight = lecture ? 0 : 1 - (objective.startsWith("info") ? 0.5 : 0);
        for (Metrics line : MetricsFile.read(resumed.directory()).lines()) {
            if (line instanceof Metrics.Epoch epoch) {
                // The terms add up to the loss, up to the rounding of floats of size ten.
                Metrics.Terms terms = Objects.requireNonNull(epoch.validation());
                boolean replaced = kind == ModelConfig.Kind.AE || objective.startsWith("aae");
                double kl = replaced ? 0 : weight * Objects.requireNonNull(terms.kl());
                double reconstruction = lecture ? terms.mse() : -Objects.requireNonNull(terms.logLikelihood());
                assertThat(terms.loss())
                        .isCloseTo(reconstruction + kl + Objects.requireNonNull(terms.penalty()), within(1e-4));
            }
        }
    }

    private static void assertKeepsWhatTheObjectiveLearns(TrainingRun run, String objective, TrainingRun.Result whole) {
        TrainingState state =
                Objects.requireNonNull(Checkpoint.read(run.directory())).state();
        boolean discriminated = objective.startsWith("factor") || objective.startsWith("aae");
        assertThat(state.weights().tensors().keySet().stream().anyMatch(n -> n.startsWith(Objective.DISCRIMINATOR)))
                .isEqualTo(discriminated);
        Model snapshot = Snapshot.of(
                        run.directory(), run.config(), whole.splits().train())
                .model();
        assertThat(snapshot.weights().tensors().keySet())
                .isEqualTo(whole.model().weights().tensors().keySet());
    }
}
