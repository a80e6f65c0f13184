package dev.penumbra.torch.train;

import dev.penumbra.run.RunConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that trains and dies without warning after a checkpoint, as by kill -9: no shutdown hook runs. */
final class KilledRun {
    static final int EXIT_CODE = 137;
    private static final int AFTER_SECONDS = 1;

    private KilledRun() {}

    /** Long enough that a checkpoint falls into it, which comes after one second. */
    static RunConfig config() {
        RunConfig config = TrainingRunTest.config();
        return config.withTraining(config.training().withEpochs(60).withCheckpointSeconds(AFTER_SECONDS));
    }

    public static void main(String[] args) {
        RunDirectoryWatch watch = new RunDirectoryWatch(Path.of(args[0]));
        TrainingRun.create(config(), Path.of(args[0])).train(event -> {
            if (event instanceof TrainingEvent.StepDone && watch.sawCheckpointForSteps(15)) {
                System.out.println("halting");
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        });
    }

    /** Counts the steps since a checkpoint appeared. */
    private static final class RunDirectoryWatch {
        private final Path checkpoint;
        private int steps;

        RunDirectoryWatch(Path run) {
            this.checkpoint = run.resolve("checkpoint").resolve("state.safetensors");
        }

        boolean sawCheckpointForSteps(int count) {
            if (steps > 0 || Files.exists(checkpoint)) {
                steps++;
            }
            return steps > count;
        }
    }
}
