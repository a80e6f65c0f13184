package dev.penumbra.cli;

import dev.penumbra.Json;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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
                RunConfig config = ConfigFile.read(run.config());
                boolean finished = RunResults.exist(run);
                lines.add(new Line(
                        run.path().toString(),
                        finished ? "finished" : "unfinished",
                        config.data().source(),
                        config.model().kind().name().toLowerCase(Locale.ROOT) + ", latent "
                                + config.model().latent(),
                        config.loss().toString(),
                        finished ? loss(run) : "-"));
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

        /** Of the part that judges the run. */
        private static String loss(RunDirectory run) {
            Map<String, Object> metrics = RunResults.read(run).metrics();
            return Stream.of("test", "validation", "train")
                    .filter(metrics::containsKey)
                    .findFirst()
                    .map(split -> ProgressLine.number(
                                    RunResults.evaluation(run, split).loss()) + " (" + split + ")")
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
            Map<String, String> fields = new TreeMap<>();
            flatten("", Json.MAPPER.valueToTree(ConfigFile.read(run.config())), fields);
            if (RunResults.exist(run)) {
                flatten("results.", Json.MAPPER.valueToTree(RunResults.read(run).metrics()), fields);
            }
            return fields;
        }

        private static void flatten(String prefix, JsonNode node, Map<String, String> fields) {
            if (node.isObject()) {
                node.properties().forEach(p -> flatten(prefix + p.getKey() + ".", p.getValue(), fields));
            } else {
                fields.put(
                        prefix.substring(0, prefix.length() - 1), node.isString() ? node.asString() : node.toString());
            }
        }
    }
}
