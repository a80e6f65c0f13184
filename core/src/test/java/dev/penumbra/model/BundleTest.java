package dev.penumbra.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.LearnedGaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.nn.Safetensors;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
    private static final Map<String, Object> METRICS = Map.of("elbo", -98.5, "kl", 12.25, "epochs", 3);
    private static final Map<String, Object> PROVENANCE = Map.of("data", "a | b\n<script>", "seed", 42);
    private static final List<String> NAMES = List.of("manifest.json", "weights.safetensors", "card.md");

    @TempDir
    private Path folder;

    private Path file;
    private final Model model =
            Models.of(new PosteriorFamily.Gaussian(), "mlp:2", Shape.image(1, 1, 2), 1, new LearnedGaussian());

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("small.penumbra");
        Bundle.write(file, model, METRICS, PROVENANCE);
    }

    private void assertRefused(byte[] bytes) throws IOException {
        Path broken = Files.write(folder.resolve("broken.penumbra"), bytes);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Bundle.read(broken))
                .withMessageContaining("broken.penumbra");
    }

    private static void assertSame(Model read, Model written) {
        assertThat(read.spec()).isEqualTo(written.spec());
        assertThat(Safetensors.write(read.weights())).isEqualTo(Safetensors.write(written.weights()));
    }

    private SequencedMap<String, byte[]> entries() throws IOException {
        return new LinkedHashMap<>(StoredZip.read(file, NAMES, 1 << 20));
    }

    private byte[] withManifest(String from, String to) throws IOException {
        SequencedMap<String, byte[]> entries = entries();
        String manifest = new String(entries.get("manifest.json"), UTF_8);
        assertThat(manifest).contains(from);
        entries.put("manifest.json", manifest.replace(from, to).getBytes(UTF_8));
        return StoredZip.write(entries);
    }

    private byte[] withWeights(Weights weights) throws Exception {
        SequencedMap<String, byte[]> entries = entries();
        String old = sha(Objects.requireNonNull(entries.get("weights.safetensors")));
        byte[] bytes = Safetensors.write(weights);
        String manifest = new String(entries.get("manifest.json"), UTF_8).replace(old, sha(bytes));
        entries.put("manifest.json", manifest.getBytes(UTF_8));
        entries.put("weights.safetensors", bytes);
        return StoredZip.write(entries);
    }

    private static String sha(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void whatIsWrittenComesBackBitForBit() throws IOException {
        Bundle back = Bundle.read(file);
        assertSame(back.model(), model);
        assertThat(back.metrics()).isEqualTo(METRICS);
        assertThat(back.provenance()).isEqualTo(PROVENANCE);
        Model images = Models.of(new PosteriorFamily.Point(), "conv:2,3", Shape.image(3, 9, 6), 2, new Bernoulli());
        Bundle.write(file, images, Map.of(), Map.of());
        assertSame(Bundle.read(file).model(), images);
    }

    @Test
    void theSameModelGivesTheSameBytesAndLeavesNoOtherFile() throws IOException {
        byte[] first = Files.readAllBytes(file);
        Bundle.write(file, model, new LinkedHashMap<>(METRICS), PROVENANCE);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theCardSaysWhatTheFileIsAndCannotBeBrokenByNames() throws IOException {
        String card = new String(entries().get("card.md"), UTF_8);
        assertThat(card)
                .contains("# A variational autoencoder", "| Linear to 2 | 2 | 6 | 4 |", "| elbo | -98.5 |")
                .contains("| data | a \\| b &lt;script> |");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void aDamagedByteIsNoticedOrHarmless() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Path damaged = folder.resolve("damaged.penumbra");
        int refused = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte[] copy = bytes.clone();
            copy[i] ^= (byte) (1 << (i % 8));
            Files.write(damaged, copy);
            try {
                assertSame(Bundle.read(damaged).model(), model);
            } catch (InputException noticed) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(bytes.length * 9 / 10);
    }

    @Test
    void theFirstVersionStillOpens() throws IOException {
        String manifest = new String(entries().get("manifest.json"), UTF_8)
                .replace("\"formatVersion\" : 3", "\"formatVersion\" : 1")
                .replace("\"type\" : \"vae\"", "\"kind\" : \"vae\"")
                .replaceAll("\"classes\" : 0,\\s*", "")
                .replaceAll("\"posterior\" : \\{[^}]*\\},\\s*", "")
                .replaceAll("\"prior\" : \\{[^}]*\\},\\s*", "");
        assertThat(manifest).doesNotContain("posterior", "prior", "\"classes\" : 0");
        assertSame(readBytes(withoutValues(manifest)), withoutValues());
    }

    @Test
    void theSecondVersionOpensAndKnowsNothingOfItsValues() throws IOException {
        String manifest = new String(entries().get("manifest.json"), UTF_8)
                .replace("\"formatVersion\" : 3", "\"formatVersion\" : 2");
        assertSame(readBytes(withoutValues(manifest)), withoutValues());
    }

    private byte[] withoutValues(String manifest) throws IOException {
        SequencedMap<String, byte[]> entries = entries();
        String without = manifest.replaceAll("\"values\" : \\{[^}]*\\},\\s*", "");
        assertThat(without).isNotEqualTo(manifest);
        entries.put("manifest.json", without.getBytes(UTF_8));
        return StoredZip.write(entries);
    }

    private Model withoutValues() {
        VaeSpec spec = (VaeSpec) model.spec();
        Schema known = spec.schema();
        Schema schema = new Schema(known.shape(), known.scaling(), known.columns(), known.classes());
        return new Model(
                new VaeSpec(schema, spec.latent(), spec.encoder(), spec.posterior(), spec.decoder(), spec.likelihood()),
                model.weights());
    }

    @Test
    void aNewerVersionIsNamedWithTheRemedy() throws IOException {
        Path newer =
                Files.write(folder.resolve("newer"), withManifest("\"formatVersion\" : 3", "\"formatVersion\" : 4"));
        assertThatThrownBy(() -> Bundle.read(newer))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("formatVersion 3", "formatVersion 4", "update Penumbra");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"formatVersion\" : 3 | \"formatVersion\" : 0",
                "\"formatVersion\" : 3 | \"formatVersion\" : \"2\"",
                "\"formatVersion\" : 3 | \"formatVersion\" : 3, \"more\" : 1",
                "\"formatVersion\" : 3, | ``",
                "\"latent\" : 1 | \"latent\" : 2",
                "\"latent\" : 1 | \"latent\" : null",
                "\"units\" : 2 | \"units\" : 2147483647",
                "\"units\" : 2 | \"units\" : 60000000",
                "\"input\" : [ 1, 1, 2 ] | \"input\" : [ 65536, 65536, 65536 ]",
                "\"type\" : \"gaussian-learned\" | \"type\" : \"java.lang.Runtime\"",
                "\"shift\" : [ 0.0 ] | \"shift\" : [ 0.0, 0.0, 0.0 ]",
                "\"type\" : \"vae\" | \"type\" : \"gan\"",
                "\"classes\" : [ | \"classes\" : [ null,",
            })
    void hostileManifestsAreRefused(String from, String to) throws IOException {
        assertRefused(withManifest(from, to));
    }

    @Test
    void networksThatWouldExhaustMemoryAreRefused() throws IOException {
        String relu = "{\"type\" : \"activation\", \"function\" : \"relu\"}, ";
        assertRefused(withManifest("\"layers\" : [ {", "\"layers\" : [ " + relu.repeat(1100) + "{"));
        String within =
                "{\"type\" : \"residual\", \"body\" : [ " + relu.repeat(1100) + "{\"type\" : \"layer-norm\"} ] }, ";
        assertRefused(withManifest("\"layers\" : [ {", "\"layers\" : [ " + within + "{"));
        String flat = "{\"type\" : \"activation\"}, ".repeat(1 << 19);
        assertRefused(withManifest("\"layers\" : [ {", "\"layers\" : [ " + flat + "{"));
        assertRefused(withManifest("\"formatVersion\" : 3", "\"formatVersion\" : 99999999999999999999"));
        String deep = "{\"type\" : \"residual\", \"body\" : [ ".repeat(100_000);
        assertRefused(withManifest("\"layers\" : [ {", "\"layers\" : [ " + deep + "{"));
        String wide =
                "{\"type\" : \"conv\", \"channels\" : 1, \"kernel\" : 2047, \"stride\" : 1, \"padding\" : 2046}, ";
        assertRefused(withManifest("\"layers\" : [ {", "\"layers\" : [ " + wide + "{"));
        String many =
                "{\"type\" : \"conv\", \"channels\" : 60, \"kernel\" : 1023, \"stride\" : 1, \"padding\" : 1022}, ";
        assertRefused(withManifest("\"layers\" : [ {", "\"layers\" : [ " + many.repeat(10) + "{"));
    }

    @Test
    void weightsThatAreNotThoseOfTheModelAreRefused() throws Exception {
        assertSame(readBytes(withWeights(model.weights())), model);
        SequencedMap<String, Weights.Values> fewer =
                new LinkedHashMap<>(model.weights().tensors());
        fewer.pollLastEntry();
        assertRefused(withWeights(new Weights(fewer)));
        Weights.Values extra = new Weights.Values(List.of(1), new float[1]);
        assertRefused(withWeights(model.weights().with(Map.of("extra", extra))));
        assertRefused(withWeights(model.weights().with(Map.of("encoder.0.bias", extra))));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Weights.Values values = new Weights.Values(List.of(2), new float[] {0, bad});
            Weights notFinite = model.weights().with(Map.of("encoder.0.bias", values));
            assertRefused(withWeights(notFinite));
            Model diverged = new Model(model.spec(), notFinite);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Bundle.write(file, diverged, Map.of(), Map.of()))
                    .withMessageContaining("encoder.0.bias");
        }
        SequencedMap<String, byte[]> swapped = entries();
        swapped.put("weights.safetensors", Safetensors.write(new Weights(fewer)));
        assertRefused(StoredZip.write(swapped));
    }

    private Model readBytes(byte[] bytes) throws IOException {
        return Bundle.read(Files.write(folder.resolve("read"), bytes)).model();
    }

    @Test
    void otherEntriesThanThoseOfABundleAreRefused() throws IOException {
        SequencedMap<String, byte[]> more = entries();
        more.put("../evil", new byte[1]);
        assertRefused(StoredZip.write(more));
        SequencedMap<String, byte[]> fewer = entries();
        fewer.remove("card.md");
        assertRefused(StoredZip.write(fewer));
        SequencedMap<String, byte[]> renamed = entries();
        renamed.put("Card.md", renamed.remove("card.md"));
        assertRefused(StoredZip.write(renamed));
    }

    @Test
    void compressedEntriesAreRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        assertRefused(out.toByteArray());
    }

    @Test
    void randomBytesAndMissingFilesAreRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertRefused(bytes);
        }
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> Bundle.read(folder.resolve("none")));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> Bundle.read(folder));
    }
}
