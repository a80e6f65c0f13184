package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.Schema;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.torch.train.TrainedData;
import dev.penumbra.torch.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is scored.
 *
 * @param examples the way the model reads them
 * @param normal   the classes that the run learned alone, where the examples have those and others; else empty
 * @param notes    for the user
 */
record ScoredData(Dataset examples, Set<String> normal, List<String> notes) {
    /** The data called {@code data}; where that is null, the test part of the run that {@code model} is. */
    static ScoredData of(
            ModelParameter model, @Nullable String data, ItemOptions options, Schema schema, Console console) {
        RunDirectory run = Files.isDirectory(model.path) ? RunDirectory.open(model.path) : null;
        RunConfig config = run == null ? null : TrainingRun.config(run);
        if (data == null) {
            if (run == null || config == null) {
                throw nothing(model, "a model's file alone");
            }
            Dataset test = TrainedData.grey(run, config).test();
            if (test == null) {
                throw nothing(model, "a run that was trained on all of its data");
            }
            console.notes(test);
            Dataset examples = config.data().pixels().byValue(Items.fitted(schema, test), options.seed("pixels"));
            return new ScoredData(examples, normal(config, examples), List.of("The test part of " + model.path));
        }
        Dataset examples = options.open(data, schema, model.table(), console);
        return new ScoredData(examples, normal(config, examples), notes(run, config, data, examples));
    }

    private static InputException nothing(ModelParameter model, String received) {
        return new InputException(
                "There is nothing to score",
                "data after the model, or the folder of a run that has a test part",
                received,
                model.path.toString(),
                "name the data: penumbra score " + model.path + " DATA");
    }

    /** What is said where the run was trained on these examples. */
    private static List<String> notes(
            @Nullable RunDirectory run, @Nullable RunConfig config, String data, Dataset examples) {
        if (run == null || config == null || !isSame(data, config.data().source())) {
            return List.of();
        }
        Provenance.Examples parts = Provenance.read(run).examples();
        // A test part that was published is all that is scored, and was not trained on.
        if (examples.size() == parts.test()) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "Note: the model was trained on %,d of these examples, which flatters their scores.%s",
                parts.train(),
                parts.test() == 0 ? "" : " Without DATA the test part alone is scored."));
    }

    private static Set<String> normal(@Nullable RunConfig config, Dataset examples) {
        List<String> learned = config == null ? List.of() : config.data().normal();
        List<String> classes = examples.schema().classes();
        String joined = String.join(",", learned);
        if (classes.contains(joined)) {
            return Set.of(joined);
        }
        return classes.containsAll(learned) && classes.size() > learned.size() ? Set.copyOf(learned) : Set.of();
    }

    /** Whether both are one known name, or one file. */
    private static boolean isSame(String data, String source) {
        if (data.equals(source)) {
            return true;
        }
        try {
            Path one = Path.of(data);
            Path other = Path.of(source);
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
