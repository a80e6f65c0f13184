package dev.penumbra.cli;

import dev.penumbra.data.Splits;
import dev.penumbra.run.MetricsFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.torch.train.TrainedData;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the report again. */
@Command(name = "report", description = "Write the report of a finished run again.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run's folder.")
    Path run = Path.of("");

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = TrainingRun.config(directory);
        Splits splits = TrainedData.open(directory, config);
        console.notes(splits.train());
        Path report = Reports.write(directory, config, splits).page();
        MetricsFile.read(directory).notes().forEach(note -> console.say("note: " + note));
        console.result("Report: " + report);
        console.resultJson(Map.of("report", report.toString()));
        return 0;
    }
}
