package dev.penumbra.torch.train;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Printable;
import dev.penumbra.nn.Safetensors;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.ConfigChanges;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file that a {@link TrainingState} is kept in: one safetensors file, {@code checkpoint/state.safetensors}, whose tensors are
 * {@code weights.*}, {@code optimizer.*} and {@code best.*} and whose metadata holds the numbers, the configuration and the data they
 * are of, and a checksum of it all. One file, moved into place when it is whole, so a kill at any moment leaves the last checkpoint
 * or this one.
 */
final class Checkpoint {
    private static final String PROGRESS = "progress";
    private static final String CONFIG = "config";
    private static final String DATA = "data";
    private static final String SHA256 = "sha256";
    /** Before a checkpoint had a checksum, it said only where training stood. */
    private static final Set<Set<String>> FORMS = Set.of(Set.of(PROGRESS), Set.of(PROGRESS, CONFIG, DATA, SHA256));

    private static final String WEIGHTS = "weights.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String BEST = "best.";

    private final RunDirectory run;
    private final String config;
    private final String data;

    /**
     * The checkpoints of one run.
     *
     * @param data the {@link dev.penumbra.run.RunData#fingerprint fingerprint} of what it trains on
     */
    Checkpoint(RunDirectory run, RunConfig config, String data) {
        this.run = run;
        this.config = new String(Json.writeLine(config), StandardCharsets.UTF_8);
        this.data = data;
    }

    /**
     * What a checkpoint holds.
     *
     * @param config of the run as it was trained until then; null in a file of an earlier Penumbra
     * @param data   the fingerprint of what it trained on; null likewise
     */
    record Saved(
            TrainingState state,
            @Nullable RunConfig config,
            @Nullable String data) {
        /** What {@link ConfigChanges} finds between the configuration then and {@code now}; nothing where none was kept. */
        List<String> changes(RunDirectory run, RunConfig now) {
            return config == null ? List.of() : ConfigChanges.notes(run, config, now);
        }

        /** Whether the run was to end elsewhere then. */
        boolean hasOtherEpochs(RunConfig now) {
            return config != null
                    && config.training().passes() != now.training().passes();
        }
    }

    static Path file(RunDirectory run) {
        return run.checkpoint().resolve("state.safetensors");
    }

    void write(TrainingState state) {
        SequencedMap<String, Weights.Values> tensors = new LinkedHashMap<>();
        put(tensors, WEIGHTS, state.weights());
        put(tensors, OPTIMIZER, state.optimizer());
        if (state.best() != null) {
            put(tensors, BEST, state.best());
        }
        Weights all = new Weights(tensors);
        Map<String, String> metadata = new TreeMap<>(Map.of(
                PROGRESS,
                new String(Json.write(state.progress()), StandardCharsets.UTF_8),
                CONFIG,
                config,
                DATA,
                data));
        metadata.put(SHA256, sha256(all, metadata));
        run.write(file(run), out -> Safetensors.write(out, all, metadata));
    }

    /** Of the file without its checksum. */
    private static String sha256(Weights weights, Map<String, String> metadata) {
        Map<String, String> others = new TreeMap<>(metadata);
        others.remove(SHA256);
        MessageDigest digest = Weights.newSha256();
        try {
            Safetensors.write(new DigestOutputStream(OutputStream.nullOutputStream(), digest), weights, others);
        } catch (IOException e) {
            throw new UncheckedIOException("writing nowhere", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void put(Map<String, Weights.Values> all, String prefix, Weights weights) {
        weights.tensors().forEach((name, values) -> all.put(prefix + name, values));
    }

    /**
     * The last state saved, or null before the first.
     *
     * @throws InputException where the file cannot be read, or is not as it was written
     */
    static @Nullable Saved read(RunDirectory run) {
        Path file = file(run);
        if (!Files.exists(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return saved(Safetensors.read(in, Files.size(file), file.toString()), run);
        } catch (InputException e) {
            throw e.withRemedy(remedy(run));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** {@link InputException} where {@link ConfigChanges} finds that {@code now} is another run than the one that wrote the checkpoint. */
    static void requireSame(RunDirectory run, RunConfig now) {
        String config = metadata(run).get(CONFIG);
        if (config != null) {
            ConfigChanges.notes(run, config(config, file(run).toString()), now);
        }
    }

    /** The fingerprint of what the run trained on, without reading the state; null where the last checkpoint does not say. */
    static @Nullable String data(RunDirectory run) {
        return metadata(run).get(DATA);
    }

    /** What the last checkpoint says beside its tensors; nothing before the first. */
    private static Map<String, String> metadata(RunDirectory run) {
        Path file = file(run);
        if (!Files.exists(file)) {
            return Map.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Safetensors.metadata(in, Files.size(file), file.toString());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RunConfig config(String json, String where) {
        return ConfigFile.read(json.getBytes(StandardCharsets.UTF_8), where + ", " + CONFIG);
    }

    private static InputException unreadable(Path file, IOException e) {
        return new InputException(
                "The checkpoint cannot be read",
                "a readable file",
                AtomicFiles.reason(e),
                file.toString(),
                "check the file's permissions and the disk",
                e);
    }

    private static Saved saved(Safetensors.Contents contents, RunDirectory run) {
        String where = file(run).toString();
        Map<String, String> metadata = contents.metadata();
        if (!FORMS.contains(metadata.keySet())) {
            throw broken(
                    "The checkpoint does not say where training stood",
                    "metadata " + PROGRESS + ", " + CONFIG + ", " + DATA + ", " + SHA256,
                    metadata.keySet().toString(),
                    run);
        }
        String expected = metadata.get(SHA256);
        String config = metadata.get(CONFIG);
        if (expected != null && !expected.equals(sha256(contents.weights(), metadata))) {
            throw broken("The checkpoint is damaged", "the SHA-256 " + expected, "another", run);
        }
        Weights best = part(contents.weights(), BEST);
        TrainingState state = new TrainingState(
                Json.read(
                        Objects.requireNonNull(metadata.get(PROGRESS)).getBytes(StandardCharsets.UTF_8),
                        TrainingState.Progress.class,
                        where),
                part(contents.weights(), WEIGHTS),
                part(contents.weights(), OPTIMIZER),
                best.tensors().isEmpty() ? null : best);
        return new Saved(state, config == null ? null : config(config, where), metadata.get(DATA));
    }

    /** The refusal of a checkpoint that nothing can go on from. */
    static InputException broken(String what, String expected, String received, RunDirectory run) {
        return new InputException(what, expected, received, file(run).toString(), remedy(run));
    }

    private static String remedy(RunDirectory run) {
        return Files.exists(run.model())
                ? "train anew: penumbra train --config " + Printable.argument(run.config())
                        + " --run NEW; the model of this run stays as it is"
                : "delete that file, then `penumbra resume " + Printable.argument(run.path())
                        + "` trains from the start";
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
