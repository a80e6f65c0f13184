package dev.penumbra.cli;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.latent.Decoding;
import dev.penumbra.latent.Overlap;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.report.ExampleFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What two examples have in common. */
@Command(
        name = "overlap",
        description = "How much the posteriors of two examples overlap, and what lies where both are equally likely.")
final class OverlapCommand implements Callable<Integer> {
    @Mixin
    ModelParameter model = new ModelParameter();

    @Parameters(index = "1", paramLabel = "A", description = ItemOptions.DESCRIPTION)
    String a = "";

    @Parameters(index = "2", paramLabel = "B", description = "The other example.")
    String b = "";

    @Mixin
    ApplyOptions options = new ApplyOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference inference = model.inference();
        ModelSpec spec = inference.model().spec();
        Schema schema = spec.schema();
        Dataset pair = options.open(List.of(a, b), spec, model.table(), console);
        Overlap overlap = Overlap.of(inference, pair);
        // What lies between is decoded as the class of the first.
        Inference given = spec.classes() == 0 ? inference : inference.given(pair.label(0));
        Path out = options.output("overlap" + ExampleFiles.ending(schema));
        new ExampleFiles(out, schema, 3, 3, true).write(each -> {
            float[] x = new float[schema.shape().size()];
            pair.read(0, x, 0);
            each.take("a", x.clone());
            Decoding.forEach(
                    given,
                    Decoding.points(overlap.equallyLikely(), spec.latent()),
                    null,
                    (i, between) -> each.take("between", between));
            pair.read(1, x, 0);
            each.take("b", x);
        });
        console.result("Overlap (Bhattacharyya coefficient) " + ProgressLine.number(overlap.coefficient())
                + "; KL(a || b) "
                + ProgressLine.number(overlap.kl()) + " nats, KL(b || a) " + ProgressLine.number(overlap.klReverse())
                + " nats");
        console.result("a, between, b: " + out);
        console.say("Next:    penumbra interpolate " + model.path + " " + a + " " + b);
        console.resultJson(Map.of("overlap", overlap, "output", out.toString()));
        return 0;
    }
}
