package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Inference;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the verbs that apply a compressed file's model have in common. */
final class CodecOptions {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "A file model.penumbra, or a run's folder.")
    Path model = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "Blocks at a time; by default one for each core.")
    int threads = Runtime.getRuntime().availableProcessors();

    /** The model, for one block at a time. */
    ExactInference inference() {
        if (threads < 1 || threads > 1024) {
            throw new InputException(
                    "The number of threads is out of range.",
                    "from 1 to 1024",
                    String.valueOf(threads),
                    "--threads",
                    "give a number in that range; the result is the same with each");
        }
        return Inference.exact(ModelParameter.bundle(model).model(), 1);
    }
}
