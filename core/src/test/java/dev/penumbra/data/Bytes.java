package dev.penumbra.data;

import dev.penumbra.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds the bytes of files, independently of the readers. */
final class Bytes {
    private Bytes() {}

    static byte[] idx(int type, int[] dims, byte[] values) {
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
        out.put((byte) 0).put((byte) 0).put((byte) type).put((byte) dims.length);
        for (int dim : dims) {
            out.putInt(dim);
        }
        return out.put(values).array();
    }

    static byte[] npy(String descr, boolean fortran, String shape, byte[] values) {
        String header = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
                .formatted(descr, fortran ? "True" : "False", shape);
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(10 + text.length + values.length);
        out.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        out.put((byte) text.length).put((byte) (text.length >> 8));
        return out.put(text).put(values).array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes a file and gives its path. */
    static String file(Path folder, String name, byte[] content) {
        try {
            Path path = folder.resolve(name);
            Files.createDirectories(path.toAbsolutePath().getParent());
            return Files.write(path, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String file(Path folder, String name, String content) {
        return file(folder, name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes 0, 1, 2, ... */
    static byte[] counting(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    static float[] example(Dataset data, int index) {
        float[] x = new float[data.schema().shape().size()];
        data.read(index, x, 0);
        return x;
    }

    static Dataset open(String path) {
        return Sources.open(path, DataOptions.of(new Seed(1))).train();
    }
}
