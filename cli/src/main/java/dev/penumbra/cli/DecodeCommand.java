package dev.penumbra.cli;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.latent.CodeReader;
import dev.penumbra.latent.Condition;
import dev.penumbra.latent.Decoding;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.report.ExampleFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What codes stand for. */
@Command(name = "decode", description = "Decode codes of an npy or CSV file to images, npy or CSV.")
final class DecodeCommand implements Callable<Integer> {
    @Mixin
    ModelParameter model = new ModelParameter();

    @Parameters(index = "1", paramLabel = "FILE", description = "An array [n, v], or a table with columns z1 to zv.")
    Path file = Path.of("");

    @Mixin
    ApplyOptions options = new ApplyOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference inference = model.inference();
        ModelSpec spec = inference.model().spec();
        Schema schema = spec.schema();
        Dataset codes = Condition.of(spec, CodeReader.read(file, spec.latent()), options.label);
        options.items.reads(file.toString());
        Path out = options.output("decoded" + ExampleFiles.ending(schema));
        boolean named = !codes.name(0).equals("0");
        new ExampleFiles(out, schema, codes.size(), ExampleFiles.square(codes.size()), named)
                .write(each -> Decoding.forEach(inference, codes, null, (i, x) -> each.take(codes.name(i), x)));
        console.result("Decoded " + codes.size() + " points: " + out);
        console.say("Next:    penumbra reconstruct " + model.path + " DATA");
        console.resultJson(Map.of("examples", codes.size(), "output", out.toString()));
        return 0;
    }
}
