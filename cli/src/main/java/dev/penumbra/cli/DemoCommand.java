package dev.penumbra.cli;

import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A small model of generated drawings, with two latent dimensions so that all of it can be seen. */
@Command(
        name = "demo",
        description = "Train on built-in drawings of digits for half a minute, and see the latent space.")
final class DemoCommand implements Callable<Integer> {
    private static final int EPOCHS = 30;

    @Option(names = "--run", paramLabel = "DIR", description = "The run's folder; by default a new one below runs/.")
    @Nullable
    Path run;

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Path folder = run != null ? run : RunDirectory.free(Path.of("runs"), "demo");
        console.say(
                "Training a VAE with 2 latent dimensions on drawings of digits (generated, nothing is downloaded).");
        RunConfig config = RunConfig.of("digits", 2)
                .withModel(ModelConfig.vae(2).withNetworks("mlp:512,256", "mlp:256,512"))
                .withTraining(TrainingConfig.DEFAULT
                        .withEpochs(EPOCHS)
                        .withSchedule(new TrainingConfig.Schedule.Cosine(0, 0.05)));
        return Training.watch(TrainingRun.create(config, folder), console);
    }
}
