package dev.penumbra.examples;

import dev.penumbra.Seed;
import dev.penumbra.latent.Latent;
import dev.penumbra.model.Inference;
import dev.penumbra.report.Pictures;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.torch.train.TrainingEvent;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Path;

/** The library without the command line: train a VAE, look at what it invents. */
public final class TrainAndUse {
    private TrainAndUse() {}

    /** Argument: an empty folder for the run. */
    public static void main(String[] args) {
        var config = RunConfig.of("digits", 8).withTraining(TrainingConfig.DEFAULT.withEpochs(5));
        var run = TrainingRun.create(config, Path.of(args[0]));
        var result = run.train(event -> {
            if (event instanceof TrainingEvent.EpochDone done) {
                System.out.println(done.metrics());
            }
        });
        System.out.println(result.evaluations());

        var inference = Inference.exact(result.model(), 1); // pure Java from here on
        float[] images = Latent.generate(inference, 64, new Seed(1));
        Pictures.write(
                result.directory().images().resolve("invented.png"),
                Pictures.grid(images, 64, result.model().spec().schema().shape(), 8, 56, 2));
    }
}
