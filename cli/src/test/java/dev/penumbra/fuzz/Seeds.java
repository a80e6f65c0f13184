package dev.penumbra.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penumbra.Seed;
import dev.penumbra.data.NpyWriter;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small good files of every kind, as readers meet them. */
final class Seeds {
    /** What the small model reads: a grey image of 4 rows and 5 columns. */
    static final Shape IMAGE = Shape.image(1, 4, 5);

    static final int LATENT = 3;

    private Seeds() {}

    /** What writes bytes. */
    interface Content {
        void to(OutputStream out) throws IOException;
    }

    static byte[] bytes(Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static List<byte[]> texts(String... texts) {
        return Arrays.stream(texts).map(text -> text.getBytes(UTF_8)).toList();
    }

    /** {@code count} bytes that look like noise. */
    static byte[] noise(int count) {
        byte[] noise = new byte[count];
        new Seed(count).random().nextBytes(noise);
        return noise;
    }

    static byte[] npy(String type, List<Integer> dims, byte[] values) {
        return joined(NpyWriter.header(type, dims), values);
    }

    static byte[] joined(byte[]... parts) {
        return bytes(out -> {
            for (byte[] part : parts) {
                out.write(part);
            }
        });
    }

    static byte[] idx(int type, byte[] values, int... dims) {
        ByteBuffer head = ByteBuffer.allocate(4 + 4 * dims.length).put(2, (byte) type);
        head.put(3, (byte) dims.length).position(4);
        Arrays.stream(dims).forEach(head::putInt);
        return joined(head.array(), values);
    }

    static byte[] gzip(byte[] content) {
        return bytes(out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            }
        });
    }

    /** A zip with the entries in the order of their names. */
    static byte[] zip(boolean stored, Map<String, byte[]> entries) {
        return bytes(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, byte[]> each : new TreeMap<>(entries).entrySet()) {
                    ZipEntry entry = new ZipEntry(each.getKey());
                    if (stored) {
                        CRC32 crc = new CRC32();
                        crc.update(each.getValue());
                        entry.setMethod(ZipEntry.STORED);
                        entry.setSize(each.getValue().length);
                        entry.setCrc(crc.getValue());
                    }
                    zip.putNextEntry(entry);
                    zip.write(each.getValue());
                }
            }
        });
    }

    /** A small model of {@link #IMAGE} with random weights, conditioned on up to 3 classes. */
    static ExactInference model(int classes, Likelihood likelihood) {
        PosteriorFamily posterior = new PosteriorFamily.Gaussian();
        Shape outputs = Shape.image(likelihood.outputsPerValue(), IMAGE.height(), IMAGE.width());
        VaeSpec spec = new VaeSpec(
                Schema.image(IMAGE, List.of("a", "b", "c").subList(0, classes)),
                LATENT,
                classes,
                Architecture.encoder("mlp:8", VaeSpec.input(IMAGE, classes), posterior.outputs(LATENT)),
                posterior,
                new Prior.Normal(),
                Architecture.decoder("mlp:8", LATENT + classes, outputs),
                likelihood);
        return Inference.exact(new Model(spec, Weights.initial(spec.parameters(), new Seed(1))), 1);
    }
}
