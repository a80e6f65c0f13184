package dev.penumbra.nn;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format: 8 bytes of header length, a JSON header, then the tensors' bytes, little-endian. Only 32-bit floats are
 * read and written. Everything in a header is checked before memory is taken for it.
 */
public final class Safetensors {
    private static final int MAX_HEADER = 16 << 20;
    private static final int MAX_DIMS = 8;
    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";

    private Safetensors() {}

    /**
     * What a file holds.
     *
     * @param weights  its tensors, in the order of their bytes
     * @param metadata its free text entries
     */
    public record Contents(Weights weights, Map<String, String> metadata) {}

    /** The file of {@code weights} without metadata. */
    public static byte[] write(Weights weights) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes, weights, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Writes {@code weights}; the same values always give the same bytes. */
    public static void write(OutputStream out, Weights weights, Map<String, String> metadata) throws IOException {
        ObjectNode header = Json.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode entries = header.putObject(METADATA);
            new TreeMap<>(metadata).forEach(entries::put);
        }
        long offset = 0;
        for (Map.Entry<String, Weights.Values> tensor : weights.tensors().entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey());
            entry.put("dtype", "F32");
            tensor.getValue().dims().forEach(entry.putArray("shape")::add);
            long end = offset + 4L * tensor.getValue().values().length;
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = Json.writeLine(header);
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
        out.write(padded);
        for (Weights.Values tensor : weights.tensors().values()) {
            out.write(bytes(tensor.values()));
        }
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    /** The weights in {@code file}; metadata are ignored. See {@link #read(InputStream, long, String)}. */
    public static Weights read(byte[] file, String where) {
        try {
            return read(new ByteArrayInputStream(file), file.length, where).weights();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /**
     * Reads a whole file.
     *
     * @param size  bytes that {@code in} holds
     * @param where names the file in messages
     * @throws InputException where it is not a whole safetensors file of 32-bit floats
     */
    public static Contents read(InputStream in, long size, String where) throws IOException {
        Header header = header(in, size, where);
        List<Entry> entries = entries(header.json, header.dataSize, where);
        SequencedMap<String, Weights.Values> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            byte[] bytes = in.readNBytes(entry.bytes());
            if (bytes.length < entry.bytes()) {
                throw broken(entry.bytes() + " bytes", bytes.length + " bytes", where + ", tensor " + entry.name);
            }
            float[] values = new float[bytes.length / 4];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            tensors.put(entry.name, new Weights.Values(entry.dims, values));
        }
        return new Contents(new Weights(tensors), header.metadata);
    }

    /**
     * Reads what a file says of itself, and no tensor of it.
     *
     * @param size  bytes that {@code in} holds
     * @param where names the file in messages
     * @throws InputException where it does not begin as a safetensors file
     */
    public static Map<String, String> metadata(InputStream in, long size, String where) throws IOException {
        return header(in, size, where).metadata;
    }

    /** What stands before {@code dataSize} bytes of tensors, which {@code json} names. */
    private record Header(ObjectNode json, Map<String, String> metadata, long dataSize) {}

    private static Header header(InputStream in, long size, String where) throws IOException {
        byte[] lengthBytes = in.readNBytes(8);
        if (lengthBytes.length < 8) {
            throw broken("8 bytes of header length", lengthBytes.length + " bytes", where + ", byte 0");
        }
        long length =
                ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAX_HEADER || length > size - 8) {
            throw broken(
                    "a header of 2 to " + Math.min(MAX_HEADER, Math.max(0, size - 8)) + " bytes",
                    length + " bytes",
                    where + ", byte 0");
        }
        byte[] json = in.readNBytes((int) length);
        String text = new String(json, StandardCharsets.UTF_8).stripTrailing();
        ObjectNode header = Json.read(text.getBytes(StandardCharsets.UTF_8), ObjectNode.class, where + ", header");
        return new Header(header, metadata(header.remove(METADATA), where), size - 8 - length);
    }

    private record Entry(String name, List<Integer> dims, long start, long end) {
        int bytes() {
            return Math.toIntExact(end - start);
        }
    }

    private static Map<String, String> metadata(@Nullable JsonNode node, String where) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (node != null) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!entry.getValue().isString()) {
                    throw broken("texts", entry.getValue().toString(), where + ", header, " + METADATA);
                }
                metadata.put(entry.getKey(), entry.getValue().asString());
            }
        }
        return metadata;
    }

    /** The tensors in the order of their bytes, which must follow one another without gap or overlap to the end. */
    private static List<Entry> entries(ObjectNode header, long dataSize, String where) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : header.properties()) {
            entries.add(entry(property.getKey(), property.getValue(), where + ", header, tensor " + property.getKey()));
        }
        entries.sort(Comparator.comparingLong(Entry::start));
        long position = 0;
        for (Entry entry : entries) {
            if (entry.start != position) {
                throw broken("a start at byte " + position, "byte " + entry.start, where + ", tensor " + entry.name);
            }
            position = entry.end;
        }
        if (position != dataSize) {
            throw broken(position + " bytes after the header", dataSize + " bytes", where);
        }
        return entries;
    }

    private static Entry entry(String name, JsonNode node, String where) {
        JsonNode dtype = node.path("dtype");
        if (node.size() != 3 || !dtype.isString() || !dtype.asString().equals("F32")) {
            throw broken("dtype F32, shape and data_offsets alone", node.toString(), where);
        }
        JsonNode shape = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!shape.isArray() || shape.size() > MAX_DIMS || !offsets.isArray() || offsets.size() != 2) {
            throw broken("a shape of at most " + MAX_DIMS + " sizes and two data_offsets", node.toString(), where);
        }
        List<Integer> dims = new ArrayList<>();
        long count = 1;
        for (JsonNode dim : shape) {
            if (!dim.isInt() || dim.asInt() < 0 || count * dim.asInt() > Integer.MAX_VALUE / 4) {
                throw broken("sizes whose product is at most " + Integer.MAX_VALUE / 4, shape.toString(), where);
            }
            dims.add(dim.asInt());
            count *= dim.asInt();
        }
        if (!offsets.get(0).isIntegralNumber()
                || !offsets.get(1).isIntegralNumber()
                || !offsets.get(0).canConvertToLong()
                || !offsets.get(1).canConvertToLong()) {
            throw broken("whole numbers as data_offsets", offsets.toString(), where);
        }
        long start = offsets.get(0).asLong();
        long end = offsets.get(1).asLong();
        if (start < 0 || end < start || end - start != 4 * count) {
            throw broken("data_offsets that are " + 4 * count + " bytes apart", offsets.toString(), where);
        }
        return new Entry(name, dims, start, end);
    }

    private static InputException broken(String expected, String received, String where) {
        return new InputException(
                "This is not a whole safetensors file of 32-bit floats",
                expected,
                received,
                where,
                "get the file again, or write it again from its source");
    }
}
