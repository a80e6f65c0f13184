package dev.penumbra.cli;

import dev.penumbra.data.TableFormat;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Inference;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The trained model that a verb applies: in pure Java, from its file alone. */
final class ModelParameter {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A file model.penumbra, or a run's folder.")
    Path path = Path.of("");

    /** The model's file. */
    Path file() {
        return Files.isDirectory(path) ? RunDirectory.open(path).model() : path;
    }

    /** What the file holds. */
    Bundle bundle() {
        return bundle(path);
    }

    /** What the model file or the run at {@code path} holds. */
    static Bundle bundle(Path path) {
        return Files.isDirectory(path) ? RunResults.read(RunDirectory.open(path)) : Bundle.read(path);
    }

    /** How the tables were read that it was trained on, where a run's folder says so. */
    TableFormat table() {
        return table(path);
    }

    /** The same for the model file or the run at {@code path}. */
    static TableFormat table(Path path) {
        return Files.isDirectory(path)
                ? ConfigFile.read(RunDirectory.open(path).config()).data().table()
                : TableFormat.FOUND;
    }

    /** The model, ready to apply on all cores. */
    Inference inference() {
        return Inference.exact(bundle().model(), Runtime.getRuntime().availableProcessors());
    }
}
