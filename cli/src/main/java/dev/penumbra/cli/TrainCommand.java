package dev.penumbra.cli;

import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains one model. */
@Command(
        name = "train",
        sortOptions = false,
        description = "Train a model on a known data set or on files of your own.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penumbra train mnist --latent 20 --epochs 10",
            "  penumbra train photos/ --encoder conv:32,64 --latent 32",
            "  penumbra train mnist --lambda 1e-4 --latent 2      the lecture's loss"
        })
final class TrainCommand implements Callable<Integer> {
    private static final int LATENT = 16;

    @Mixin
    TrainOptions options = new TrainOptions();

    @ArgGroup
    @Nullable
    LossOptions loss;

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        RunConfig config = options.resolve(RunConfig.of("", LATENT), LossOptions.loss(loss));
        Path folder = options.run != null
                ? options.run
                : RunDirectory.free(Path.of("runs"), name(config.data().source()));
        TrainingRun run = TrainingRun.create(config, folder);
        console.say("Run: " + folder);
        return Training.watch(run, console);
    }

    /** The last part of a path, without its ending. */
    static String name(String source) {
        Path file = Path.of(source).getFileName();
        return file == null ? "run" : file.toString().replaceAll("(\\.[A-Za-z0-9]+)+$", "");
    }
}
