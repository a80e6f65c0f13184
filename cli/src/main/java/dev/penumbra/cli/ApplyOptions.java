package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Joined;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.TableFormat;
import dev.penumbra.distribution.Counts;
import dev.penumbra.eval.Support;
import dev.penumbra.latent.Condition;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all verbs take that apply a model to data, and where they write. */
final class ApplyOptions {
    /** What {@code --label} says. */
    static final String LABEL = "Class of a conditional model, by name or index, where the data has no labels.";

    @Mixin
    ItemOptions items = new ItemOptions();

    @Option(names = "--label", paramLabel = "CLASS", description = LABEL)
    @Nullable
    String label;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; its ending chooses the format: .png, .npy, .csv, or a folder.")
    @Nullable
    Path output;

    /** Where to write, by default {@code name} with an ending; never over the data that was opened before. */
    Path output(String name) {
        Path file = (output == null ? Path.of(name) : output).toAbsolutePath();
        items.requireOther(file);
        return file;
    }

    /** The same for a verb that writes one format only, whose names end with {@code ending}. */
    Path output(String name, String ending) {
        return ending(output(name), ending);
    }

    /** {@code file}, whose name ends with {@code ending}. */
    static Path ending(Path file, String ending) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
            throw new InputException(
                    "What this verb writes is a " + ending.substring(1).toUpperCase(Locale.ROOT) + " file.",
                    "a name that ends with " + ending,
                    String.valueOf(file.getFileName()),
                    "-o",
                    "give such a name");
        }
        return file;
    }

    /** Data the way the model reads it, with labels as the model counts its classes. */
    Dataset open(String text, ModelSpec spec, TableFormat trained, Console console) {
        Dataset data = Condition.of(spec, items.open(text, spec.schema(), trained, console), label);
        if (spec.likelihood() instanceof Counts && spec.schema().scaling().equals(Scaling.NONE)) {
            Support.require(spec.likelihood(), data, text);
        }
        return data;
    }

    /** Several data sets as one, each the way the model reads it. */
    Dataset open(List<String> texts, ModelSpec spec, TableFormat trained, Console console) {
        return Joined.of(
                texts.stream().map(text -> open(text, spec, trained, console)).toList());
    }

    /** The model with the class of {@code --label}. */
    Inference given(Inference inference) {
        int index = Condition.label(inference.model().spec(), label);
        return index < 0 ? inference : inference.given(index);
    }

    /** {@code value} where it lies from 1 to {@code most}. */
    static int count(int value, long most) {
        if (value < 1 || value > most) {
            throw new InputException(
                    "The count is out of range.",
                    "1 to " + most,
                    String.valueOf(value),
                    "--count",
                    "give a number in that range");
        }
        return value;
    }
}
