package dev.penumbra.cli;

import dev.penumbra.data.PngWriter;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * What general compressors make of the same values: gzip, bzip2 and xz, at their best settings, of all items one behind the other, and PNG of
 * each image by itself. Values in [0, 1] are bytes; binary ones are packed, eight to a byte.
 */
final class Baselines {
    private final Shape shape;
    private final boolean binary;
    private final Map<String, Count> counts = new LinkedHashMap<>();
    private final Map<String, OutputStream> streams = new LinkedHashMap<>();
    private long raw;
    private long png;

    /** Counts what is written to it. */
    private static final class Count extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int from, int count) {
            bytes += count;
        }
    }

    Baselines(Shape shape, boolean binary) throws IOException {
        this.shape = shape;
        this.binary = binary;
        streams.put("gzip", new BestGzip(count("gzip")));
        streams.put("bzip2", new BZip2CompressorOutputStream(count("bzip2")));
        streams.put("xz", new XZOutputStream(count("xz"), strongest()));
    }

    /** What {@code xz -9e} sets. */
    private static LZMA2Options strongest() throws IOException {
        LZMA2Options options = new LZMA2Options(LZMA2Options.PRESET_MAX);
        options.setNiceLen(LZMA2Options.NICE_LEN_MAX);
        options.setDepthLimit(512);
        return options;
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private Count count(String name) {
        Count count = new Count();
        counts.put(name, count);
        return count;
    }

    /** Adds an item, values in [0, 1]. */
    void add(float[] x) throws IOException {
        byte[] bytes = PngWriter.pixels(x);
        byte[] packed = binary ? packed(bytes) : bytes;
        raw += packed.length;
        for (OutputStream stream : streams.values()) {
            stream.write(packed);
        }
        if (shape.isImage() && (shape.channels() == 1 || shape.channels() == 3)) {
            png += PngWriter.png(shape, bytes).length;
        }
    }

    private static byte[] packed(byte[] bytes) {
        byte[] packed = new byte[Math.ceilDiv(bytes.length, 8)];
        for (int i = 0; i < bytes.length; i++) {
            packed[i / 8] |= (byte) (bytes[i] == 0 ? 0 : 0x80 >>> i % 8);
        }
        return packed;
    }

    /** The sizes, in bytes, by name; nothing can be added after this. */
    Map<String, Long> bytes() throws IOException {
        for (OutputStream stream : streams.values()) {
            stream.close();
        }
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("raw", raw);
        counts.forEach((name, count) -> sizes.put(name, count.bytes));
        if (png > 0) {
            sizes.put("png", png);
        }
        return sizes;
    }
}
