package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.eval.CodebookUsage;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodebookTrainingTest {
    @TempDir
    Path folder;

    private static RunConfig config(String data, int latent, String posterior, int epochs) {
        return RunConfig.of(data, latent)
                .withModel(
                        ModelConfig.vae(latent).withNetworks("linear", "linear").withPosterior(posterior))
                .withLoss(new Loss.Lecture(0))
                .withTraining(
                        TrainingConfig.DEFAULT.withEpochs(epochs).withOptimizer(TrainingConfig.Optimizer.Adam.of(5e-3)))
                .withDevice(RunConfig.Device.CPU, 1);
    }

    /**
     * Eight points on a circle, 200 examples near each, 1/20 of their distance from the next apart. The optimum for eight codes and
     * linear networks: a code for each, all used as often, and what is left is the spread about the points.
     */
    @Test
    void separatedPointsGetACodeEach() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < 1600; i++) {
            double angle = 2 * Math.PI * (i % 8) / 8;
            csv.append(Math.cos(angle) + 0.02 * random.nextGaussian()).append(',');
            csv.append(Math.sin(angle) + 0.02 * random.nextGaussian()).append('\n');
        }
        Path data = Files.writeString(folder.resolve("points.csv"), csv);
        TrainingRun.Result result = TrainingRun.create(config(data.toString(), 2, "vq:8", 60), folder.resolve("run"))
                .train(event -> {});
        CodebookUsage usage = CodebookUsage.of(
                Inference.exact(result.model(), 1), result.splits().train());
        assertThat(usage.used()).isEqualTo(8);
        // About 170 examples of each in the split, give or take 5: the perplexity is 8 within a thousandth.
        assertThat(usage.perplexity()).isCloseTo(8, Offset.offset(0.01));
        // Standardized, the spread's variance is 0.02^2 / 0.5 = 0.0008: 160 examples tell it to 8 %, and the codes' own
        // errors add 1 %.
        assertThat(result.evaluations().getLast().mse()).isCloseTo(0.0008, Offset.offset(0.0002));
    }

    @Test
    void aResumedRunHasTheSameCodes() {
        RunConfig config = config("moons", 4, "vq:16,dim=2", 3);
        TrainingRun.Result whole =
                TrainingRun.create(config, folder.resolve("whole")).train(event -> {});
        Path parts = folder.resolve("parts");
        interruptAt(TrainingRun.create(config, parts), 10);
        interruptAt(TrainingRun.resume(parts), 27);
        TrainingRun.Result resumed = TrainingRun.resume(parts).train(event -> {});
        assertThat(resumed.model().weights().sha256())
                .isEqualTo(whole.model().weights().sha256());
        assertThat(Bundle.read(resumed.directory().model()).model().spec())
                .isEqualTo(whole.model().spec());
    }

    private static void interruptAt(TrainingRun run, long step) {
        TrainingRun.Result result = run.train(event -> {
            if (event instanceof TrainingEvent.StepDone done && done.metrics().step() == step) {
                run.stop();
            }
        });
        assertThat(result.outcome()).isEqualTo(TrainingEvent.Outcome.INTERRUPTED);
    }
}
