package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.Source;
import dev.penumbra.data.Sources;
import dev.penumbra.latent.edit.Attribute;
import dev.penumbra.latent.edit.Direction;
import dev.penumbra.latent.edit.DirectionLearner;
import dev.penumbra.latent.edit.Directions;
import dev.penumbra.latent.edit.EditData;
import dev.penumbra.latent.edit.EditEffects;
import dev.penumbra.latent.edit.Examples;
import dev.penumbra.latent.edit.Gauge;
import dev.penumbra.latent.edit.Method;
import dev.penumbra.model.Inference;
import dev.penumbra.report.EditReport;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.torch.train.TrainedData;
import dev.penumbra.torch.train.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Learns directions and says what they do. */
@Command(name = "learn", description = "Learn the directions of attributes, and report what they do to held-out data.")
final class EditLearnCommand implements Callable<Integer> {
    @Mixin
    ModelParameter model = new ModelParameter();

    @Option(
            names = "--attribute",
            paramLabel = "NAME",
            required = true,
            split = ",",
            description =
                    "A factor or class of the data; thickness, slant, size of grey images; several with commas, or"
                            + " all.")
    List<String> attributes = List.of();

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description = "A known name or a path; by default the data of the run.")
    @Nullable
    String data;

    @ArgGroup(exclusive = false)
    @Nullable
    Contrasted contrasted;

    /** Two sets of examples. */
    static final class Contrasted {
        @Option(names = "--with", paramLabel = "DATA", required = true, description = "Examples with the attribute.")
        String with = "";

        @Option(names = "--without", paramLabel = "DATA", required = true, description = "Examples without it.")
        String without = "";
    }

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "probe (default): a linear probe of the codes | means: difference of means")
    Method method = Method.PROBE;

    @Option(names = "--orthogonal", description = "Keep what linear probes say of all other attributes.")
    boolean orthogonal;

    @Mixin
    ItemOptions items = new ItemOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference inference = model.inference();
        EditData edited = data(inference);
        console.notes(edited.train());
        List<Attribute> asked = edited.asked(attributes);
        Seed seed = items.seed("edit");
        Examples train = edited.train(inference, asked, seed);
        Examples test = edited.test(inference, asked, seed);
        List<Gauge> gauges = Gauge.of(inference, train);
        List<String> names = asked.stream().map(Attribute::name).toList();
        List<Direction> learned = DirectionLearner.learn(inference, train, gauges, names, method, orthogonal);

        Path file = file(model);
        Directions directions = Directions.of(inference.model(), learned);
        (Files.exists(file) ? directions.and(Directions.read(file)) : directions).write(file);
        EditEffects effects = EditEffects.of(inference, learned, gauges, train, test);
        Path report = EditReport.write(file.resolveSibling(""), inference, learned, gauges, effects, test);
        console.result(EditText.of(effects));
        console.result("Directions: " + file);
        console.result("Report:     " + report);
        console.say("Next:       penumbra edit apply " + model.path + " IMAGE --attribute " + names.getFirst() + "=+2");
        console.resultJson(Map.of("effects", effects, "directions", file.toString(), "report", report.toString()));
        return 0;
    }

    /** The directions of a model lie beside it. */
    static Path file(ModelParameter model) {
        return model.file().toAbsolutePath().resolveSibling(Directions.FILE);
    }

    /** Says where the data lies that does not fit the model. */
    private static EditData in(String place, Supplier<EditData> fitted) {
        try {
            return fitted.get();
        } catch (InputException e) {
            throw e.in(place);
        }
    }

    private EditData data(Inference inference) {
        Seed seed = items.seed("data");
        DataOptions options = items.options(inference.model().spec().schema(), model.table());
        if (contrasted != null) {
            if (data != null || attributes.size() != 1) {
                throw new InputException(
                        "Two sets of examples tell of one attribute, and are the data",
                        "one name, and no --data",
                        String.join(",", attributes) + (data == null ? "" : " and --data " + data),
                        "--with, --without",
                        "name what the examples --with have");
            }
            Dataset with = Items.open(contrasted.with, options);
            Dataset without = Items.open(contrasted.without, options);
            return in(
                    contrasted.with + " and " + contrasted.without,
                    () -> EditData.of(inference, attributes.getFirst(), with, without, items.pixels, seed));
        }
        if (data != null) {
            Source source = Sources.open(data, options);
            return in(data, () -> EditData.of(inference, source, items.pixels, seed));
        }
        if (!Files.isDirectory(model.path)) {
            throw new InputException(
                    "A model's file does not say what data to learn from",
                    "--data, or --with and --without, or a run's folder",
                    "the file alone",
                    model.path.toString(),
                    "add --data NAME");
        }
        RunDirectory run = RunDirectory.open(model.path);
        RunConfig config = TrainingRun.config(run);
        return EditData.of(TrainedData.grey(run, config), config.data().pixels(), seed);
    }
}
