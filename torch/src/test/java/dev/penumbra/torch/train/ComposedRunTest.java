package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.Pixels;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.TrainingConfig;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of other pieces than the plain ones, from configuration to bundle. */
class ComposedRunTest {
    @TempDir
    Path folder;

    /** Some of each kind. */
    enum Composed {
        IMPORTANCE_WEIGHTED {
            @Override
            RunConfig of(RunConfig base) {
                return base.withObjective("iwae:k=3");
            }
        },
        SPLIT_GRADIENTS {
            @Override
            RunConfig of(RunConfig base) {
                return base.withObjective("dreg:k=3");
            }
        },
        VAMP {
            @Override
            RunConfig of(RunConfig base) {
                return base.withModel(base.model()
                                .withNetworks("mlp:12@gated", "mlp:12@gated")
                                .withPrior("vamp:7"))
                        .withTraining(base.training().withWarmup(1));
            }
        },
        MIXTURE_AND_CLASS {
            @Override
            RunConfig of(RunConfig base) {
                return base.withModel(base.model().withPrior("mixture:3").withConditional(true));
            }
        },
        AUTOREGRESSIVE_AND_MIXTURE {
            @Override
            RunConfig of(RunConfig base) {
                return base.withModel(
                        base.model().withPosterior("iaf:2,width=9").withPrior("mixture:3"));
            }
        },
        PLANAR_AND_REALNVP {
            @Override
            RunConfig of(RunConfig base) {
                return base.withModel(base.model().withPosterior("planar:3").withPrior("realnvp:3,width=8"));
            }
        },
        SPHERE {
            @Override
            RunConfig of(RunConfig base) {
                return base.withModel(base.model().withPosterior("vmf"));
            }
        },
        LADDER {
            @Override
            RunConfig of(RunConfig base) {
                return base.withModel(ModelConfig.vae(1).withLadder(new ModelConfig.Ladder(3, 8)));
            }
        };

        abstract RunConfig of(RunConfig base);
    }

    @ParameterizedTest
    @EnumSource(Composed.class)
    void isResumedBitForBitAndReadBackAndTheSameInBothRuntimes(Composed composed) {
        RunConfig base = RunConfig.of("digits", 3)
                .withModel(ModelConfig.vae(3).withNetworks("mlp:12", "mlp:12"))
                .withData(RunConfig.DataConfig.of("digits").withPixels(Pixels.BINARIZED))
                .withTraining(TrainingConfig.DEFAULT.withEpochs(1).withBatch(1500))
                .withDevice(RunConfig.Device.CPU, 1);
        RunConfig config = composed.of(base);
        TrainingRun.Result whole =
                TrainingRun.create(config, folder.resolve("whole")).train(event -> {});
        TrainingRun first = TrainingRun.create(config, folder.resolve("parts"));
        TrainingRun.Result interrupted = first.train(event -> {
            if (event instanceof TrainingEvent.StepDone done && done.metrics().step() == 3) {
                first.stop();
            }
        });
        assertThat(interrupted.outcome()).isEqualTo(TrainingEvent.Outcome.INTERRUPTED);
        TrainingRun.Result resumed = TrainingRun.resume(folder.resolve("parts")).train(event -> {});

        Model model = Bundle.read(resumed.directory().model()).model();
        assertThat(model.spec()).isEqualTo(whole.model().spec());
        assertThat(model.weights().sha256()).isEqualTo(whole.model().weights().sha256());

        // Both runtimes draw the same z: they differ by the rounding of 32-bit floats in sums over some hundred values.
        Evaluation torch = whole.evaluations().getLast();
        Evaluation exact = Evaluator.evaluate(
                Inference.exact(model, 1),
                Objects.requireNonNull(whole.splits().test()),
                config.loss(),
                new Seed(config.seed()).named("evaluation"),
                "test",
                "binarized");
        assertThat(Objects.requireNonNull(exact.elbo())).isCloseTo(Objects.requireNonNull(torch.elbo()), within(0.02));
        assertThat(Objects.requireNonNull(exact.kl())).isCloseTo(Objects.requireNonNull(torch.kl()), within(0.02));
    }
}
