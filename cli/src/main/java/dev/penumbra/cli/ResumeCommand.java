package dev.penumbra.cli;

import dev.penumbra.Printable;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with an interrupted run, or trains a finished one longer. */
@Command(
        name = "resume",
        description = "Go on with an interrupted run, bit for bit as if it had never been interrupted,"
                + " or train a finished one longer.")
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run's folder.")
    Path run = Path.of("");

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Until so many epochs are done in all; by default those it was started with.")
    @Nullable
    Integer epochs;

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        TrainingRun training = epochs == null ? TrainingRun.resume(run) : TrainingRun.resume(run, epochs);
        return training.isFinished() ? finished(training) : Training.watch(training, console);
    }

    /** A kill between model and report leaves a run without one. */
    private int finished(TrainingRun training) {
        RunDirectory directory = training.directory();
        String word = Printable.argument(run);
        console.result("This run is finished: " + run + " ("
                + training.config().training().passes() + " epochs)");
        if (!Files.exists(directory.report())) {
            Training.warnings(Reports.write(directory, training.config(), RunData.open(training.config())), console);
            console.result("Report: " + directory.report() + ", which was missing");
        }
        console.result("Look at it with: penumbra report " + word + "\nTrain it longer with: penumbra resume " + word
                + " --epochs N");
        console.resultJson(Map.of("run", run.toString(), "outcome", "finished"));
        return 0;
    }
}
