package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Schema;
import dev.penumbra.latent.Decoding;
import dev.penumbra.latent.Sampler;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.report.ExampleFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** New examples. */
@Command(name = "generate", description = "Draw new examples from a trained model.")
final class GenerateCommand implements Callable<Integer> {
    /** Numbers in all z that are drawn: 256 MiB of them. */
    private static final long MAX_VALUES = 1L << 26;

    /** Where z comes from. */
    enum From {
        PRIOR,
        MIXTURE
    }

    @Mixin
    ModelParameter model = new ModelParameter();

    @Option(names = "--count", paramLabel = "N", description = "How many (default 64).")
    int count = 64;

    @Option(
            names = "--from",
            paramLabel = "NAME",
            description = "prior (default) | mixture: of Gaussians, fitted to the codes of --data")
    From from = From.PRIOR;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "A known name or a path: what the mixture is fitted to.")
    @Nullable
    String data;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "Factor of the standard deviation of the prior's draws (default 1): less for examples more alike.")
    double temperature = 1;

    @Option(names = "--sample", description = "Draw x from p(x|z) instead of showing its mean.")
    boolean sample;

    @Mixin
    ApplyOptions options = new ApplyOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference any = model.inference();
        ModelSpec spec = any.model().spec();
        Inference inference = options.given(any);
        ApplyOptions.count(count, MAX_VALUES / spec.latent());
        Schema schema = spec.schema();
        Path out = options.output("generated" + ExampleFiles.ending(schema));
        float[] z = sampler(any).draw(inference, count, options.items.seed("generate"));
        new ExampleFiles(out, schema, count, ExampleFiles.square(count), false)
                .write(each -> Decoding.forEach(
                        inference,
                        Decoding.points(z, spec.latent()),
                        sample ? options.items.seed("sample") : null,
                        (i, x) -> each.take(String.valueOf(i), x)));
        console.result("Generated " + count + " examples: " + out);
        console.say("Next:    penumbra interpolate " + model.path + " DATA:0 DATA:1");
        console.resultJson(Map.of("examples", count, "output", out.toString()));
        return 0;
    }

    private Sampler sampler(Inference inference) {
        if (from == From.PRIOR) {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw mistake("The temperature is out of range.", "a positive number", temperature, "--temperature");
            }
            return Sampler.prior(temperature);
        }
        if (data == null) {
            throw mistake("A mixture is fitted to the codes of data.", "--data DATA", "no --data", "--from mixture");
        }
        if (temperature != 1) {
            throw mistake("A mixture has no temperature.", "--from prior", temperature, "--temperature");
        }
        return Sampler.mixture(
                inference,
                options.open(data, inference.model().spec(), model.table(), console),
                options.items.seed("mixture"));
    }

    private static InputException mistake(String what, String expected, Object received, String where) {
        return new InputException(what, expected, String.valueOf(received), where, "give " + expected);
    }
}
