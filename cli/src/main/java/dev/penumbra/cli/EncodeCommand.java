package dev.penumbra.cli;

import dev.penumbra.data.Dataset;
import dev.penumbra.latent.CodeWriter;
import dev.penumbra.model.Inference;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the model puts examples. */
@Command(
        name = "encode",
        description = "Write the codes of examples: .csv, .jsonl, .npy, or a folder with arrays and the Embedding"
                + " Projector's files.")
final class EncodeCommand implements Callable<Integer> {
    @Mixin
    ModelParameter model = new ModelParameter();

    @Parameters(index = "1", paramLabel = "DATA", description = ItemOptions.DESCRIPTION)
    String data = "";

    @Option(names = "--samples", paramLabel = "K", description = "Draws of q(z|x) for each example, too (default 0).")
    int samples;

    @Mixin
    ApplyOptions options = new ApplyOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference inference = model.inference();
        Dataset examples = options.open(data, inference.model().spec(), model.table(), console);
        List<Path> files = CodeWriter.write(
                options.output("codes.csv"), inference, examples, samples, options.items.seed("encode"));
        console.result(String.format(
                Locale.ROOT,
                "Encoded %,d examples in %d dimensions",
                examples.size(),
                inference.model().spec().latent()));
        files.forEach(file -> console.result("Codes: " + file));
        console.say("Next:    penumbra decode " + model.path + " " + files.getFirst());
        console.resultJson(Map.of(
                "examples",
                examples.size(),
                "output",
                files.stream().map(Path::toString).toList()));
        return 0;
    }
}
