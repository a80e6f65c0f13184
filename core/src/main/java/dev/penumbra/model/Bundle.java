package dev.penumbra.model;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.nn.Safetensors;
import dev.penumbra.nn.Weights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file {@code name.penumbra}: a model with what is known about it. One zip with {@code manifest.json},
 * {@code weights.safetensors} and {@code card.md}, none of them executable.
 *
 * @param model      ready to use
 * @param metrics    its numbers, by name
 * @param provenance where it came from, by name
 */
public record Bundle(Model model, Map<String, Object> metrics, Map<String, Object> provenance) {
    /** The format that this version writes, and the newest that it reads. */
    public static final int FORMAT_VERSION = 1;

    private static final String MANIFEST = "manifest.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String CARD = "card.md";
    private static final Set<String> ENTRIES = Set.of(MANIFEST, WEIGHTS, CARD);
    private static final int MAX_TEXT = 16 << 20;
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private record Manifest(
            int formatVersion,
            String weightsSha256,
            ModelSpec model,
            Map<String, Object> metrics,
            Map<String, Object> provenance) {}

    /** Writes the bundle to {@code out}; the same bundle always gives the same bytes. */
    public void write(OutputStream out) throws IOException {
        ByteArrayOutputStream weights = new ByteArrayOutputStream();
        Safetensors.write(weights, model.weights(), Map.of());
        byte[] bytes = weights.toByteArray();
        Manifest manifest = new Manifest(FORMAT_VERSION, Weights.sha256(bytes), model.spec(), metrics, provenance);
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        store(zip, MANIFEST, Json.write(manifest));
        store(zip, CARD, ModelCard.of(this).getBytes(StandardCharsets.UTF_8));
        store(zip, WEIGHTS, bytes);
        zip.finish();
    }

    /** Entries are not compressed: weights hardly shrink, and a reader then knows every size from that of the file. */
    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /**
     * Reads and checks all of a bundle.
     *
     * @throws InputException where it is missing, damaged, or of a newer format
     */
    public static Bundle read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    "There is no model file",
                    "a file name.penumbra",
                    "no such file",
                    file.toString(),
                    "check the path; `penumbra train` writes model.penumbra into the run's folder");
        }
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            requireEntries(zip, file);
            byte[] json = content(zip, MANIFEST, MAX_TEXT, file);
            Manifest manifest = manifest(json, file);
            content(zip, CARD, MAX_TEXT, file);
            byte[] weights = content(zip, WEIGHTS, Integer.MAX_VALUE - 8, file);
            if (!Weights.sha256(weights).equals(manifest.weightsSha256())) {
                throw damaged(
                        "weights with SHA-256 " + manifest.weightsSha256(),
                        Weights.sha256(weights),
                        file + ", " + WEIGHTS);
            }
            Safetensors.Contents contents =
                    Safetensors.read(new ByteArrayInputStream(weights), weights.length, file + ", " + WEIGHTS);
            return new Bundle(
                    model(manifest.model(), contents.weights(), file), manifest.metrics(), manifest.provenance());
        } catch (ZipException e) {
            throw damaged("a zip file", String.valueOf(e.getMessage()), file.toString());
        } catch (IOException e) {
            throw new InputException(
                    "The model file cannot be read",
                    "a readable file",
                    String.valueOf(e.getMessage()),
                    file.toString(),
                    "check its permissions and the disk",
                    e);
        }
    }

    private static void requireEntries(ZipFile zip, Path file) {
        List<String> names =
                zip.stream().limit(ENTRIES.size() + 1L).map(ZipEntry::getName).toList();
        if (names.size() != ENTRIES.size() || !new HashSet<>(names).equals(ENTRIES)) {
            throw damaged("the entries " + ENTRIES, names.toString(), file.toString());
        }
    }

    private static byte[] content(ZipFile zip, String name, int limit, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        String where = file + ", " + name;
        long bound = Math.min(limit, Files.size(file));
        if (entry == null || entry.getMethod() != ZipEntry.STORED || entry.getSize() > bound) {
            throw damaged("an uncompressed entry of at most " + bound + " bytes", String.valueOf(entry), where);
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes((int) bound);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
            throw damaged(
                    entry.getSize() + " bytes with checksum " + Long.toHexString(entry.getCrc()),
                    bytes.length + " bytes with checksum " + Long.toHexString(crc.getValue()),
                    where);
        }
        return bytes;
    }

    private static Manifest manifest(byte[] json, Path file) {
        String where = file + ", " + MANIFEST;
        JsonNode version = Json.read(json, ObjectNode.class, where).get("formatVersion");
        if (version == null || !version.isInt() || version.asInt() > FORMAT_VERSION) {
            throw new InputException(
                    "The model file was written by a newer Penumbra",
                    "format version " + FORMAT_VERSION + " or older",
                    "format version " + version,
                    where,
                    "update Penumbra");
        }
        return Json.read(json, Manifest.class, where);
    }

    private static Model model(ModelSpec spec, Weights weights, Path file) {
        for (Map.Entry<String, Weights.Values> tensor : weights.tensors().entrySet()) {
            for (float value : tensor.getValue().values()) {
                if (!Float.isFinite(value)) {
                    throw damaged("finite weights", String.valueOf(value), file + ", tensor " + tensor.getKey());
                }
            }
        }
        try {
            return new Model(spec, weights);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw damaged("the weights that the manifest describes", String.valueOf(e.getMessage()), file.toString());
        }
    }

    private static InputException damaged(String expected, String received, String where) {
        return new InputException(
                "This is not a whole model file",
                expected,
                received,
                where,
                "get the file again, or write it again with `penumbra train`");
    }
}
