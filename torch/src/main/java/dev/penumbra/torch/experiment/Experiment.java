package dev.penumbra.torch.experiment;

import dev.penumbra.InputException;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.torch.train.TrainingEvent;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs that together answer a question, each in its own folder below that of the experiment. Those that are done already are
 * not done again and an interrupted one goes on, so an interrupted experiment is continued by the same command.
 *
 * <p>{@link #stop} may be called by any thread; everything else by one.
 */
public final class Experiment {
    private final Path folder;
    private final AtomicReference<@Nullable TrainingRun> running = new AtomicReference<>();
    private volatile boolean stopRequested;

    public Experiment(Path folder) {
        this.folder = folder;
    }

    /** The folder that holds all runs. */
    public Path folder() {
        return folder;
    }

    /** Asks the present run to save its state and end, and starts no other. */
    public void stop() {
        stopRequested = true;
        TrainingRun run = running.get();
        if (run != null) {
            run.stop();
        }
    }

    /** Whether it was asked to stop. */
    public boolean stopRequested() {
        return stopRequested;
    }

    /**
     * Makes sure that one run is done.
     *
     * @param name of its folder, with {@code /} between levels
     * @return its folder; null when it was stopped before its end
     * @throws InputException where the folder holds a run with another configuration
     */
    @Nullable
    RunDirectory run(String name, RunConfig config, Consumer<TrainingEvent> listener) {
        if (stopRequested) {
            return null;
        }
        Path path = folder.resolve(name);
        RunDirectory directory = new RunDirectory(path);
        boolean started = Files.exists(directory.config());
        if (started) {
            requireSame(config, directory);
            if (RunResults.exist(directory)) {
                return directory;
            }
        }
        TrainingRun run = started ? TrainingRun.resume(path) : TrainingRun.create(config, path);
        running.set(run);
        if (stopRequested) {
            run.stop();
        }
        TrainingRun.Result result = run.train(listener);
        running.set(null);
        return result.outcome() == TrainingEvent.Outcome.INTERRUPTED ? null : directory;
    }

    /** What was left open was chosen when the run began. */
    private static RunConfig completed(RunConfig config, TrainingConfig begun) {
        TrainingConfig training = config.training();
        if (training.epochs() == null && begun.epochs() != null) {
            training = training.withEpochs(begun.epochs());
        }
        if (training.clip() == null && begun.clip() != null) {
            training = training.withClip(begun.clip());
        }
        return config.withTraining(training);
    }

    private static void requireSame(RunConfig config, RunDirectory directory) {
        RunConfig begun = ConfigFile.read(directory.config());
        if (!begun.equals(completed(config, begun.training()))) {
            throw new InputException(
                    "The folder holds a run with other settings",
                    "the settings of this command",
                    "those of an earlier one",
                    directory.config().toString(),
                    "give another --run, or the settings of the earlier command to continue it");
        }
    }
}
