package dev.penumbra.cli;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.latent.LatentPath;
import dev.penumbra.model.Inference;
import dev.penumbra.report.ExampleFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From one example to another. */
@Command(name = "interpolate", description = "Decode the way from one example to another, or through several.")
final class InterpolateCommand implements Callable<Integer> {
    private static final int MOST_COLUMNS = 20;

    @Mixin
    ModelParameter model = new ModelParameter();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "ITEM",
            description = "Two or more. " + ItemOptions.DESCRIPTION)
    List<String> stops = List.of();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Points from one example to the next, both included (default 11).")
    int steps = 11;

    @Option(names = "--spherical", description = "Along great circles around 0 instead of straight lines.")
    boolean spherical;

    @Mixin
    ApplyOptions options = new ApplyOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference inference = model.inference();
        Schema schema = inference.model().spec().schema();
        Dataset through = options.open(stops, inference.model().spec(), model.table(), console);
        LatentPath path = LatentPath.through(inference, through, steps, spherical);
        List<Path> outs = options.output != null || !schema.shape().isImage()
                ? List.of(options.output("interpolated" + ExampleFiles.ending(schema)))
                : List.of(options.output("interpolated.png"), options.output("interpolated.gif"));
        int points = path.steps().length + 1;
        int d = schema.shape().size();
        int columns = Math.ceilDiv(points, Math.ceilDiv(points, MOST_COLUMNS));
        for (Path out : outs) {
            new ExampleFiles(out, schema, points, columns, false).write(each -> {
                for (int i = 0; i < points; i++) {
                    each.take(String.valueOf(i), Arrays.copyOfRange(path.x(), i * d, (i + 1) * d));
                }
            });
        }
        console.result("Distance in data space: " + ProgressLine.number(path.length()) + " along the path, "
                + ProgressLine.number(path.straight()) + " straight from end to end; step by step "
                + Arrays.stream(path.steps()).mapToObj(ProgressLine::number).collect(Collectors.joining(" ")));
        outs.forEach(out -> console.result("Path: " + out));
        console.say("Next:    penumbra traverse " + model.path + " " + stops.getFirst());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("steps", path.steps());
        json.put("length", path.length());
        json.put("straight", path.straight());
        json.put("output", outs.stream().map(Path::toString).toList());
        console.resultJson(json);
        return 0;
    }
}
