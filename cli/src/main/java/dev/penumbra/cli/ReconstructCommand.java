package dev.penumbra.cli;

import dev.penumbra.data.Dataset;
import dev.penumbra.model.Inference;
import dev.penumbra.report.ExampleFiles;
import dev.penumbra.report.ReconstructionFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the model makes of examples. */
@Command(name = "reconstruct", description = "Encode and decode examples; their errors, and a picture side by side.")
final class ReconstructCommand implements Callable<Integer> {
    @Mixin
    ModelParameter model = new ModelParameter();

    @Parameters(index = "1", paramLabel = "DATA", description = ItemOptions.DESCRIPTION)
    String data = "";

    @Option(names = "--count", paramLabel = "N", description = "Examples that a picture shows (default 20).")
    int count = 20;

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "Errors of each example (default: as the output, ending with -errors.csv).")
    @Nullable
    Path errors;

    @Mixin
    ApplyOptions options = new ApplyOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference inference = model.inference();
        Dataset examples = options.open(data, inference.model().spec(), model.table(), console);
        Path out = options.output(
                "reconstructed" + ExampleFiles.ending(inference.model().spec().schema()));
        Path table = errors != null
                ? errors.toAbsolutePath()
                : out.resolveSibling(out.getFileName().toString().replaceFirst("\\.\\w+$", "") + "-errors.csv");
        options.items.reads(out.toString());
        options.items.requireOther(table);
        ReconstructionFiles done = ReconstructionFiles.write(out, table, inference, examples, count);
        console.result(String.format(
                Locale.ROOT,
                "%,d examples: mse %s, -log p(x|z) %s, means; worst is %s with mse %s%nReconstructions: %s%nErrors: %s",
                done.examples(),
                ProgressLine.number(done.mse()),
                done.negLogLikelihood() == null ? "undefined" : ProgressLine.number(done.negLogLikelihood()) + " nats",
                done.worst(),
                ProgressLine.number(done.worstMse()),
                out,
                table));
        console.say("Next:    penumbra score " + model.path + " " + data);
        console.resultJson(Map.of("reconstructed", done, "output", out.toString(), "errors", table.toString()));
        return 0;
    }
}
