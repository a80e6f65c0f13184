package dev.penumbra.torch.train;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.nn.Safetensors;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The file that a {@link TrainingState} is kept in: one safetensors file, {@code checkpoint/state.safetensors}, whose tensors are
 * {@code weights.*}, {@code optimizer.*} and {@code best.*} and whose metadata holds the numbers. One file, moved into place
 * when it is whole, so a kill at any moment leaves the last checkpoint or this one.
 */
final class Checkpoint {
    private static final String PROGRESS = "progress";
    private static final String WEIGHTS = "weights.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String BEST = "best.";

    private Checkpoint() {}

    private static Path file(RunDirectory run) {
        return run.checkpoint().resolve("state.safetensors");
    }

    static void write(RunDirectory run, TrainingState state) {
        SequencedMap<String, Weights.Values> tensors = new LinkedHashMap<>();
        put(tensors, WEIGHTS, state.weights());
        put(tensors, OPTIMIZER, state.optimizer());
        if (state.best() != null) {
            put(tensors, BEST, state.best());
        }
        Map<String, String> metadata =
                Map.of(PROGRESS, new String(Json.write(state.progress()), StandardCharsets.UTF_8));
        AtomicFiles.write(file(run), out -> Safetensors.write(out, new Weights(tensors), metadata));
    }

    private static void put(Map<String, Weights.Values> all, String prefix, Weights weights) {
        weights.tensors().forEach((name, values) -> all.put(prefix + name, values));
    }

    /** The last state saved, or null before the first. */
    static @Nullable TrainingState read(RunDirectory run) {
        Path file = file(run);
        if (!Files.exists(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            Safetensors.Contents contents = Safetensors.read(in, Files.size(file), file.toString());
            String progress = contents.metadata().get(PROGRESS);
            if (progress == null) {
                throw new InputException(
                        "The checkpoint does not say where training stood",
                        "metadata " + PROGRESS,
                        contents.metadata().keySet().toString(),
                        file.toString(),
                        "delete the checkpoint folder to train from the start");
            }
            Weights best = part(contents.weights(), BEST);
            return new TrainingState(
                    Json.read(progress.getBytes(StandardCharsets.UTF_8), TrainingState.Progress.class, file.toString()),
                    part(contents.weights(), WEIGHTS),
                    part(contents.weights(), OPTIMIZER),
                    best.tensors().isEmpty() ? null : best);
        } catch (IOException e) {
            throw new InputException(
                    "The checkpoint cannot be read",
                    "a readable file",
                    AtomicFiles.reason(e),
                    file.toString(),
                    "check the file's permissions and the disk",
                    e);
        }
    }

    private static Weights part(Weights all, String prefix) {
        SequencedMap<String, Weights.Values> tensors = new LinkedHashMap<>();
        all.tensors().forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), values);
            }
        });
        return new Weights(tensors);
    }
}
