package dev.penumbra.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.codec.Compressor;
import dev.penumbra.codec.Decompressor;
import dev.penumbra.codec.ItemFiles;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.Named;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.latent.CodeReader;
import dev.penumbra.latent.edit.Direction;
import dev.penumbra.latent.edit.Directions;
import dev.penumbra.latent.edit.Method;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.ExactInference;
import dev.penumbra.nn.Safetensors;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.RunDirectory;
import dev.penumbra.run.RunResults;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;

/** Readers of models, and of what was made with one. */
final class ModelReaders {
    private static final String MANIFEST = "manifest.json";
    private static final String WEIGHTS = "weights.safetensors";

    /** What a model says of itself. */
    private static final Map<String, Object> EVALUATION = Map.ofEntries(
            Map.entry("split", "test"),
            Map.entry("examples", 9),
            Map.entry("pixels", "grey"),
            Map.entry("loss", 98.5),
            Map.entry("lambda", 0.5),
            Map.entry("beta", 1),
            Map.entry("elbo", -98.5),
            Map.entry("elboStandardError", 1),
            Map.entry("logLikelihood", -90),
            Map.entry("kl", 8.5),
            Map.entry("mse", 0.5),
            Map.entry("meanAbsMu", 0.5),
            Map.entry("meanSigma", 0.5),
            Map.entry("activeUnits", 2),
            Map.entry("klPerDimension", List.of(0.5, 1, 2)),
            Map.entry("likelihoodStd", 1));

    private ModelReaders() {}

    static List<Fuzzed> all() {
        ExactInference model = Seeds.model(0, new Bernoulli());
        byte[] bundle = written(
                "x.penumbra",
                file -> Bundle.write(file, model.model(), Map.of("step", 7, "test", EVALUATION), Map.of("seed", 4)));
        Map<String, byte[]> entries = entries(bundle);
        List<byte[]> weights = List.of(entries.get(WEIGHTS));
        List<byte[]> compressed =
                List.of(compressed(model, plain(), 0), compressed(model, plain(), 50), array(model), images(model));
        byte[] directions = written(
                "directions.json",
                Directions.of(
                                model.model(),
                                List.of(
                                        new Direction(
                                                "thickness", Method.PROBE, false, 3, 0.75, "strokes", 0.5, new float[] {
                                                    1, 2, 3
                                                }),
                                        new Direction(
                                                "slant", Method.PROBE, true, 3, 0.75, "probe", 0.5, new float[] {1, 0, 0
                                                })))::write);
        List<byte[]> codes =
                Seeds.texts("name,label,z1,z2,z3\n0,a,1,2,3\n1,b,4.5,5e-3,6\n", "z1,z2,z3\n1,2,3\n", "1,2,3\n4,5,6\n");
        return List.of(
                Fuzzed.of("pnz", compressed, (input, scratch) -> decompress(model, input, scratch))
                        .mendedBy(Checksums::pnz),
                Fuzzed.of(
                                "bundle",
                                List.of(bundle),
                                (input, scratch) -> Bundle.read(Files.write(scratch.resolve("x.penumbra"), input)))
                        .mendedBy(Checksums::zip),
                Fuzzed.of(
                        "manifest",
                        List.of(Objects.requireNonNull(entries.get(MANIFEST))),
                        (input, scratch) -> bundle(entries, MANIFEST, input, scratch)),
                Fuzzed.of("weights", weights, (input, scratch) -> {
                    String old = Weights.sha256(Objects.requireNonNull(entries.get(WEIGHTS)));
                    String manifest = new String(Objects.requireNonNull(entries.get(MANIFEST)), UTF_8)
                            .replace(old, Weights.sha256(input));
                    Map<String, byte[]> with = new LinkedHashMap<>(entries);
                    with.put(WEIGHTS, input);
                    bundle(with, MANIFEST, manifest.getBytes(UTF_8), scratch);
                }),
                Fuzzed.of(
                        "safetensors",
                        weights,
                        (input, scratch) -> Safetensors.read(new ByteArrayInputStream(input), input.length, "weights")),
                Fuzzed.of(
                        "directions",
                        List.of(directions),
                        (input, scratch) ->
                                Directions.read(Files.write(scratch.resolve("directions.json"), input), model.model())),
                Fuzzed.of("codes-csv", codes, (input, scratch) -> codes("z.csv", input, scratch)),
                Fuzzed.of(
                        "codes-npy",
                        List.of(Seeds.npy("<f4", List.of(2, 3), new byte[24])),
                        (input, scratch) -> codes("z.npy", input, scratch)));
    }

    /** What writes a file. */
    private interface Writer {
        void write(Path file) throws IOException;
    }

    private static byte[] written(String name, Writer writer) {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            Path file = folder.resolve(name);
            writer.write(file);
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(folder);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Named examples of 0 and 1. */
    private static Dataset plain() {
        float[] values = new float[9 * Seeds.IMAGE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 3 == 0 ? 1 : 0;
        }
        return new Named(
                new ArrayDataset(Schema.image(Seeds.IMAGE, List.of()), values, null),
                List.of("a/1.png", "a/2.png", "b/1.png", "3", "4", "5", "6", "7", "8"));
    }

    /** Black and white images that their files hold in different ways. */
    private static Dataset images(Path folder) throws IOException {
        int number = 0;
        for (int type :
                new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED
                }) {
            BufferedImage image = new BufferedImage(Seeds.IMAGE.width(), Seeds.IMAGE.height(), type);
            image.setRGB(2, 2, -1);
            byte[] png = Seeds.bytes(out -> ImageIO.write(image, "png", out));
            Files.write(folder.resolve(number++ + ".png"), png);
            Files.write(folder.resolve(number++ + ".png"), png);
        }
        return Items.open(folder.toString(), DataOptions.of(new Seed(1)));
    }

    private static byte[] array(ExactInference model) {
        byte[] values = Seeds.noise(9 * Seeds.IMAGE.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (values[i] >> 7);
        }
        return written("array", out -> {
            Path file = Files.write(out.resolveSibling("x.npy"), Seeds.npy("|u1", List.of(9, 4, 5), values));
            Dataset data = Items.open(file.toString(), DataOptions.of(new Seed(1)));
            Files.write(out, compressed(model, data, 0));
            Files.delete(file);
        });
    }

    private static byte[] images(ExactInference model) {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            byte[] file = compressed(model, images(folder), 0);
            for (int i = 0; i < 6; i++) {
                Files.delete(folder.resolve(i + ".png"));
            }
            Files.delete(folder);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compressed(ExactInference model, Dataset data, int quality) {
        return written(
                "x.pnz",
                file -> Compressor.compress(model, data, file, new Compressor.Settings(quality, 4, 1), done -> {}));
    }

    /** Reads all, then one item, in every form that there is; items have one of the forms alone. */
    private static void decompress(ExactInference model, byte[] input, Path scratch) throws IOException {
        Path file = write(scratch.resolve("x.pnz"), input);
        Path folder = Files.createDirectory(scratch.resolve("items"));
        Decompressor.contents(file);
        Decompressor.read(model, file, 1, item -> {});
        for (Path out : List.of(folder, scratch.resolve("x.npy"), scratch.resolve("x.csv"))) {
            try {
                ItemFiles.write(model, file, out, 1);
                ItemFiles.writeOne(model, file, 5, scratch.resolve("x.png"));
            } catch (InputException refused) {
                // The next form is tried all the same.
            }
        }
    }

    private static Map<String, byte[]> entries(byte[] zip) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static void bundle(Map<String, byte[]> entries, String name, byte[] content, Path scratch) {
        Map<String, byte[]> with = new LinkedHashMap<>(entries);
        with.put(name, content);
        RunDirectory run = new RunDirectory(scratch);
        write(run.model(), Seeds.zip(true, with));
        if (RunResults.read(run).metrics().containsKey("test")) {
            RunResults.evaluation(run, "test");
        }
    }

    private static void codes(String name, byte[] input, Path scratch) {
        Dataset codes = CodeReader.read(write(scratch.resolve(name), input), Seeds.LATENT);
        codes.read(codes.size() - 1, new float[Seeds.LATENT], 0);
        codes.name(codes.size() - 1);
        codes.className(0);
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
