package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.eval.factors.MovedFactor;
import dev.penumbra.latent.Traversal;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.report.ExampleFiles;
import dev.penumbra.report.TraversalFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What each latent dimension does. */
@Command(name = "traverse", description = "Move one latent dimension at a time, and see what it does.")
final class TraverseCommand implements Callable<Integer> {
    private static final int LISTED = 20;

    @Mixin
    ModelParameter model = new ModelParameter();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ITEM",
            description = "The example to start from (default: the middle of the prior). " + ItemOptions.DESCRIPTION)
    @Nullable
    String item;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description =
                    "Orders the dimensions by their KL on it, and compares them with its true factors where they are"
                            + " known.")
    @Nullable
    String data;

    @Option(names = "--steps", paramLabel = "N", description = "Points of each dimension (default 11).")
    int steps = 11;

    @Option(names = "--each", paramLabel = "DIR", description = "A file for each dimension too.")
    @Nullable
    Path each;

    @Mixin
    ApplyOptions options = new ApplyOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference inference = model.inference();
        ModelSpec spec = inference.model().spec();
        Dataset start = item == null ? null : one(options.open(item, spec, model.table(), console), item);
        Traversal traversal = Traversal.of(
                inference,
                start,
                data == null ? null : options.open(data, spec, model.table(), console),
                options.items.seed("traverse"));
        Inference given =
                start != null && spec.classes() > 0 ? inference.given(start.label(0)) : options.given(inference);
        Path out = options.output("traversed" + ExampleFiles.ending(spec.schema()));
        TraversalFiles.write(out, given, traversal, steps);
        if (each != null) {
            TraversalFiles.writeEach(each.toAbsolutePath(), given, traversal, steps);
        }
        console.result(text(traversal));
        console.result("Traversal: " + out);
        if (each != null) {
            console.result("Each dimension: " + each.toAbsolutePath());
        }
        console.say(
                data == null
                        ? "Next:    add --data DATA to order dimensions by what they carry there"
                        : "Next:    penumbra encode " + model.path + " " + data + " -o codes.csv");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("order", traversal.order());
        json.put("range", traversal.range());
        json.put("factors", traversal.moved());
        json.put("output", out.toString());
        console.resultJson(json);
        return 0;
    }

    private static Dataset one(Dataset data, String text) {
        if (data.size() != 1) {
            throw new InputException(
                    "A traversal starts from one example.",
                    "1 example",
                    data.size() + " examples",
                    text,
                    "name one of them: " + text + ":0");
        }
        return data;
    }

    private static String text(Traversal traversal) {
        StringBuilder text =
                new StringBuilder("Dimensions by " + traversal.order().by());
        int[] order = traversal.order().dimensions();
        for (int place = 0; place < Math.min(LISTED, order.length); place++) {
            int j = order[place];
            double carries = traversal.order().carries()[j];
            text.append(String.format(
                    Locale.ROOT,
                    "%n  %-5s %10s  from %s to %s%s",
                    "z" + (j + 1),
                    Double.isNaN(carries) ? "" : ProgressLine.number(carries),
                    ProgressLine.number(traversal.range().low()[j]),
                    ProgressLine.number(traversal.range().high()[j]),
                    traversal.moved().isEmpty()
                            ? ""
                            : "  " + factor(traversal.moved().get(j))));
        }
        if (order.length > LISTED) {
            text.append(String.format("%n  and %d more", order.length - LISTED));
        }
        return text.toString();
    }

    private static String factor(MovedFactor moved) {
        return moved.factor() == null
                ? "moves no known factor"
                : "moves " + moved.factor() + ": tells " + ProgressLine.number(moved.information()) + " nats of it, "
                        + Math.round(100 * moved.share()) + " % of its entropy";
    }
}
