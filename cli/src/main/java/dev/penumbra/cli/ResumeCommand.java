package dev.penumbra.cli;

import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on with an interrupted run. */
@Command(
        name = "resume",
        description = "Go on with an interrupted run, bit for bit as if it had never been interrupted.")
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run's folder.")
    Path run = Path.of("");

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        if (RunResults.exist(RunDirectory.open(run))) {
            console.result("This run is finished: " + run + "\nLook at it with: penumbra report " + run);
            console.resultJson(Map.of("run", run.toString(), "outcome", "finished"));
            return 0;
        }
        return Training.watch(TrainingRun.resume(run), console);
    }
}
