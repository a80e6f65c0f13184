package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.model.Bundle;
import dev.penumbra.run.ConfigChanges;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What runs there are, and how two of them differ. */
@Command(
        name = "runs",
        description = "List runs, or compare two.",
        subcommands = {RunsCommand.ListCommand.class, RunsCommand.DiffCommand.class})
final class RunsCommand {
    /** A line of the list. */
    private record Line(String run, String state, String data, String model, String loss, String result) {}

    @Command(name = "ls", description = "List the runs below a folder.")
    static final class ListCommand implements Runnable {
        @Option(names = "--folder", paramLabel = "DIR", description = "Where to look; runs/ by default.")
        Path folder = Path.of("runs");

        @Mixin
        Console console = new Console();

        @Override
        public void run() {
            List<Line> lines = new ArrayList<>();
            for (RunDirectory run : RunDirectory.all(folder)) {
                lines.add(line(run));
            }
            if (lines.isEmpty()) {
                console.result("No runs below " + folder + ". Make one with: penumbra demo");
            } else {
                String format = "%-28s %-10s %-16s %-16s %-36s %s";
                console.result(String.format(format, "run", "state", "data", "model", "loss", "loss"));
                lines.forEach(
                        l -> console.result(String.format(format, l.run, l.state, l.data, l.model, l.loss, l.result)));
            }
            console.resultJson(lines);
        }

        /** A run that cannot be read is listed with what is wrong, and does not hide the others. */
        private static Line line(RunDirectory run) {
            String path = run.path().toString();
            RunConfig config;
            try {
                config = ConfigFile.read(run.config());
            } catch (InputException e) {
                return new Line(path, "damaged", "-", "-", "-", firstLine(e));
            }
            String data = config.data().source();
            String model = config.model().kind().name().toLowerCase(Locale.ROOT) + ", latent "
                    + config.model().latent();
            String loss = config.loss().toString();
            if (!RunResults.exist(run)) {
                return new Line(path, "unfinished", data, model, loss, "-");
            }
            try {
                Bundle results = RunResults.read(run);
                String state = trained(run, results, config) ? "finished" : "unfinished";
                return new Line(path, state, data, model, loss, loss(run, results));
            } catch (InputException e) {
                return new Line(path, "damaged", data, model, loss, firstLine(e));
            }
        }

        /** Whether the model is of all epochs; only where it is not, the checkpoint says whether training ended there. */
        private static boolean trained(RunDirectory run, Bundle results, RunConfig config) {
            Integer epochs = config.training().epochs();
            long perEpoch = Math.ceilDiv(
                    (long) Provenance.read(run).examples().train(),
                    config.training().batch());
            return (epochs != null && RunResults.step(results) >= perEpoch * epochs)
                    || TrainingRun.resume(run.path()).isFinished();
        }

        private static String firstLine(InputException e) {
            return Objects.toString(e.getMessage()).lines().findFirst().orElse("");
        }

        /** Of the part that judges the run. */
        private static String loss(RunDirectory run, Bundle results) {
            Map<String, Object> metrics = results.metrics();
            return Stream.of("test", "validation", "train")
                    .filter(metrics::containsKey)
                    .findFirst()
                    .map(split -> ProgressLine.number(
                                    RunResults.evaluation(run, results, split).loss()) + " (" + split + ")")
                    .orElse("-");
        }
    }

    /** A setting or number in which two runs differ. */
    private record Difference(String field, String a, String b) {}

    @Command(name = "diff", description = "Show the settings and results in which two runs differ.")
    static final class DiffCommand implements Runnable {
        @Parameters(index = "0", paramLabel = "A", description = "A run's folder.")
        Path a = Path.of("");

        @Parameters(index = "1", paramLabel = "B", description = "Another run's folder.")
        Path b = Path.of("");

        @Mixin
        Console console = new Console();

        @Override
        public void run() {
            Map<String, String> left = fields(a);
            Map<String, String> right = fields(b);
            Map<String, String> names = new TreeMap<>(left);
            names.putAll(right);
            List<Difference> differences = names.keySet().stream()
                    .map(n -> new Difference(n, left.getOrDefault(n, "-"), right.getOrDefault(n, "-")))
                    .filter(d -> !d.a.equals(d.b))
                    .toList();
            if (differences.isEmpty()) {
                console.result("The runs have the same settings and results.");
            }
            for (Difference d : differences) {
                console.result(String.format("%-40s %-28s %s", d.field, d.a, d.b));
            }
            console.resultJson(differences);
        }

        /** All settings, and all numbers where the run is finished, by their path. */
        private static Map<String, String> fields(Path path) {
            RunDirectory run = RunDirectory.open(path);
            SequencedMap<String, String> fields = ConfigChanges.fields(ConfigFile.read(run.config()));
            if (RunResults.exist(run)) {
                ConfigChanges.flatten(
                        "results.", Json.MAPPER.valueToTree(RunResults.read(run).metrics()), fields);
            }
            return fields;
        }
    }
}
