package dev.penumbra.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Sources;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.Safetensors;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.MetricsFile;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.SpecResolver;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.torch.train.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Readers of the files of a run. */
final class RunReaders {
    private static final String SHA256 = "sha256";
    private static final String PROGRESS = """
        {"step": 9, "sums": {"examples": 9, "loss": 1, "logLikelihood": 1, "kl": 1, "mse": 1, "penalty": null},
        "bestLoss": 1.5, "epochsSince": 0, "stoppedEarly": false}\
        """;

    private RunReaders() {}

    static List<Fuzzed> all() {
        RunConfig config = RunConfig.of("moons", 2);
        RunConfig other = config.withLoss(new Loss.Lecture(0.25, 0.5))
                .withObjective("iwae:k=3")
                .withModel(ModelConfig.vae(3).withNetworks("mlp:7@silu,batchnorm", "mlp:7"))
                .withTraining(TrainingConfig.DEFAULT
                        .withOptimizer(TrainingConfig.Optimizer.AdamW.of(3e-4))
                        .withSchedule(new TrainingConfig.Schedule.Cosine(1, 0.1)));
        byte[] part =
                "{\"data\": {\"source\": \"x.npy\"}, \"model\": {\"encoder\": [{\"type\": \"linear\", \"outputs\": 4}]}}"
                        .getBytes(UTF_8);
        Metrics.Terms terms = new Metrics.Terms(1, -2.0, 3.0, 0.5, null);
        byte[] lines = Seeds.joined(
                Json.writeLine(new Metrics.Step(1, 1, terms, 1, 1e-3, null)),
                Json.writeLine(new Metrics.Epoch(2, 1, terms, terms, 0.5, 0.5, 1, 100)),
                Json.writeLine(new Metrics.Step(3, 2, terms, 1, 1e-3, 2.0)));
        byte[] provenance =
                Json.write(new Provenance("1", "2", "3", "4", "cpu", 1, "2026", new Provenance.Examples(1, 2, 3)));
        Dataset moons = Sources.open("moons", DataOptions.of(new Seed(1))).train();
        RunConfig small = config.withModel(ModelConfig.vae(2).withNetworks("mlp:3", "mlp:3"));
        return List.of(
                Fuzzed.of(
                        "config",
                        List.of(Json.write(config), Json.write(other), part),
                        (input, scratch) -> SpecResolver.resolve(ConfigFile.read(input, "config.json"), moons)),
                Fuzzed.of("metrics", List.of(lines), (input, scratch) -> {
                    RunDirectory run = new RunDirectory(scratch);
                    Files.write(run.metrics(), input);
                    MetricsFile.read(run);
                    MetricsFile.truncate(run, 2, 1);
                }),
                Fuzzed.of("provenance", List.of(provenance), (input, scratch) -> {
                    RunDirectory run = new RunDirectory(scratch);
                    Files.write(run.provenance(), input);
                    Provenance.read(run);
                }),
                Fuzzed.of("checkpoint", checkpoints(small, moons), (input, scratch) -> {
                            RunDirectory run = new RunDirectory(scratch);
                            Path folder = Files.createDirectories(run.checkpoint());
                            Files.write(folder.resolve("state.safetensors"), input);
                            Snapshot.of(run, small, moons);
                        })
                        .mendedBy(RunReaders::checkpoint));
    }

    /** The state of a training: as earlier versions wrote it, and with a checksum of it all. */
    private static List<byte[]> checkpoints(RunConfig config, Dataset data) {
        ModelSpec spec = SpecResolver.resolve(config, data);
        SequencedMap<String, Weights.Values> tensors = new LinkedHashMap<>();
        Weights.initial(spec.parameters(), new Seed(1)).tensors().forEach((name, values) -> {
            tensors.put("weights." + name, values);
            tensors.put("optimizer." + name, values);
        });
        Weights weights = new Weights(tensors);
        Map<String, String> whole = Map.of(
                "progress", PROGRESS, "config", new String(Json.writeLine(config), UTF_8), "data", "x", SHA256, "");
        return List.of(bytes(weights, Map.of("progress", PROGRESS)), checkpoint(bytes(weights, whole)));
    }

    private static byte[] bytes(Weights weights, Map<String, String> metadata) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Safetensors.write(out, weights, metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The checksum of a checkpoint that has one: of the file without it. */
    private static byte[] checkpoint(byte[] file) {
        try {
            Safetensors.Contents contents = Safetensors.read(new ByteArrayInputStream(file), file.length, "");
            Map<String, String> metadata = new TreeMap<>(contents.metadata());
            if (metadata.remove(SHA256) == null) {
                return file;
            }
            metadata.put(SHA256, Weights.sha256(bytes(contents.weights(), metadata)));
            return bytes(contents.weights(), metadata);
        } catch (InputException damaged) {
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
