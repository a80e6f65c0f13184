package dev.penumbra.torch.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.data.Splits;
import dev.penumbra.eval.Health;
import dev.penumbra.eval.Health.Finding;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks on models that were trained: well, and made sick by their settings. */
class TrainedHealthTest {
    @TempDir
    Path folder;

    private static RunConfig config(String data, int latent, String network, int epochs) {
        return RunConfig.of(data, latent)
                .withModel(ModelConfig.vae(latent).withNetworks(network, network))
                .withTraining(TrainingConfig.DEFAULT.withEpochs(epochs).withOptimizer(Optimizer.Adam.of(3e-3)))
                .withDevice(RunConfig.Device.CPU, 1);
    }

    private Health health(RunConfig config) {
        TrainingRun.Result result =
                TrainingRun.create(config, folder.resolve("run")).train(event -> {});
        Splits splits = result.splits();
        return Health.of(
                Inference.exact(result.model(), 1),
                RunData.measured(config, splits.train()),
                splits.test(),
                config.loss(),
                new Seed(1));
    }

    private static List<String> alarms(Health health) {
        return health.alarms().stream().map(Finding::name).toList();
    }

    @Test
    void aVaeOfDigitsIsWell() {
        assertThat(alarms(health(config("digits", 4, "mlp:64", 6)))).isEmpty();
    }

    @Test
    void aVaeOfRingsIsWell() {
        RunConfig config = config("rings", 2, "mlp:32", 30).withLoss(new Loss.Lecture(0.01));
        assertThat(alarms(health(config))).isEmpty();
    }

    @Test
    void tooMuchRegularizationCollapses() {
        RunConfig config = config("rings", 2, "mlp:32", 6).withLoss(new Loss.Nats(1000));
        assertThat(alarms(health(config))).contains("posterior-collapse").doesNotContain("overfitting");
    }

    @Test
    void noRegularizationLeavesHoles() {
        RunConfig config = config("digits", 4, "mlp:64", 6).withLoss(new Loss.Lecture(0));
        assertThat(alarms(health(config))).contains("holes").doesNotContain("posterior-collapse");
    }

    @Test
    void noRegularizationMakesPoints() {
        RunConfig config = config("rings", 2, "mlp:32", 60).withLoss(new Loss.Lecture(0));
        assertThat(alarms(health(config))).contains("points").doesNotContain("posterior-collapse");
    }

    @Test
    void aLargeNetworkOverfitsFewExamples() throws IOException {
        StringBuilder csv = new StringBuilder();
        float[] noise = new Seed(2).gaussians(80 * 8);
        for (int i = 0; i < noise.length; i++) {
            csv.append(noise[i]).append(i % 8 == 7 ? "\n" : ",");
        }
        Path file = Files.writeString(folder.resolve("few.csv"), csv);
        RunConfig base = config(file.toString(), 8, "mlp:256", 2500);
        RunConfig config = base.withModel(base.model().withLikelihood("gaussian:0.2"));
        assertThat(alarms(health(config))).contains("overfitting").doesNotContain("posterior-collapse");
    }
}
