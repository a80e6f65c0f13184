package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Schema;
import dev.penumbra.data.TableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the data that a model is applied to is opened. */
final class ItemOptions {
    /** What a verb's parameter for such data says. */
    static final String DESCRIPTION =
            "A known name (its test part), a path, or NAME:INDEX and PATH:INDEX for one example.";

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where known sets are looked for first.")
    @Nullable
    Path dataDir;

    @Option(
            names = "--pixels",
            paramLabel = "NAME",
            description = "grey (default) | binarized | dequantized: what the model sees, drawn from --seed")
    Pixels pixels = Pixels.GREY;

    @Mixin
    TableOptions table = new TableOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Of everything that is drawn (default 1).")
    long seed = 1;

    /** What was opened, as it was named. */
    private final List<String> opened = new ArrayList<>();

    /** What {@code text} names is read, and no output may take its place. */
    void reads(String text) {
        opened.add(text);
    }

    /**
     * The data as it is.
     *
     * @param reader  of the model
     * @param trained how tables were read when it was trained
     * @param console is told what was understood of the files
     */
    Dataset raw(String text, Schema reader, TableFormat trained, Console console) {
        reads(text);
        Dataset data = Items.open(text, options(reader, trained));
        console.notes(data);
        return pixels.byValue(data, seed("pixels"));
    }

    /** The data the way a model reads it: resized and scaled as in training. */
    Dataset open(String text, Schema reader, TableFormat trained, Console console) {
        reads(text);
        Dataset grey = Items.open(text, options(reader, trained));
        Dataset fitted;
        try {
            fitted = Items.fitted(reader, grey);
        } catch (InputException e) {
            throw e.in(text);
        }
        console.notes(fitted);
        return pixels.byValue(fitted, seed("pixels"));
    }

    /** How data for a model is opened. */
    DataOptions options(Schema reader, TableFormat trained) {
        return new DataOptions(dataDir, null, seed("data"))
                .withTable(table.over(trained))
                .withReader(reader);
    }

    /** {@link InputException} where {@code output} is one of the files that were opened: writing would destroy it. */
    void requireOther(Path output) {
        for (String text : opened) {
            if (isSame(text.replaceFirst(":\\d{1,9}$", ""), output) || isSame(text, output)) {
                throw new InputException(
                        "The output would take the place of a file that is read or written too.",
                        "another file",
                        output.toString(),
                        "-o",
                        "give another name");
            }
        }
    }

    private static boolean isSame(String text, Path file) {
        try {
            Path read = Path.of(text).toAbsolutePath();
            return read.normalize().equals(file.toAbsolutePath().normalize())
                    || (Files.isRegularFile(file) && Files.exists(read) && Files.isSameFile(read, file));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** The seed of everything called {@code name}. */
    Seed seed(String name) {
        return new Seed(seed).named(name);
    }
}
