package dev.penumbra.torch.train;

import dev.penumbra.run.RunConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A process that trains and dies without warning after a checkpoint, as by kill -9: no shutdown hook runs. */
final class KilledRun {
    static final int EXIT_CODE = 137;
    private static final int AFTER_SECONDS = 1;

    private KilledRun() {}

    /** More steps than {@link #main} takes. */
    static RunConfig config() {
        RunConfig config = TrainingRunTest.config();
        return config.withTraining(config.training().withEpochs(60).withCheckpointSeconds(AFTER_SECONDS));
    }

    public static void main(String[] args) {
        RunDirectoryWatch watch = new RunDirectoryWatch(Path.of(args[0]));
        TrainingRun.create(config(), Path.of(args[0])).train(event -> {
            if (event instanceof TrainingEvent.StepDone done) {
                if (done.metrics().step() == 1) {
                    waitUntilACheckpointIsDue();
                }
                if (watch.sawCheckpointForSteps(15)) {
                    System.out.println("halting");
                    Runtime.getRuntime().halt(EXIT_CODE);
                }
            }
        });
    }

    /** So that one comes before the last step, however fast those are. */
    private static void waitUntilACheckpointIsDue() {
        try {
            Thread.sleep(Duration.ofSeconds(AFTER_SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
