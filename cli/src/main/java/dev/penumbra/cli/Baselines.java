package dev.penumbra.cli;

import dev.penumbra.codec.Item;
import dev.penumbra.codec.ItemBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * What general compressors make of the same values at their strongest: gzip -9, bzip2 -9 and xz -9e of all items one behind the other, and PNG
 * of each image by itself, with the best filter of each row; then what {@link InstalledCompressors} make of them.
 */
final class Baselines implements AutoCloseable {
    private static final String GZIP = "gzip -9";
    private static final String BZIP2 = "bzip2 -9";
    private static final String XZ = "xz -9e";

    private static final int SECONDS = 60;

    private final ItemBytes items;
    private final InstalledCompressors installed = new InstalledCompressors(System.getenv("PATH"), SECONDS);
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

    Baselines(ItemBytes items) throws IOException {
        this.items = items;
        streams.put(GZIP, new BestGzip(count(GZIP)));
        streams.put(BZIP2, new BZip2CompressorOutputStream(count(BZIP2)));
        streams.put(XZ, new XZOutputStream(count(XZ), strongest()));
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

    void add(Item item) throws IOException {
        byte[] packed = items.packed(item);
        raw += packed.length;
        for (OutputStream stream : streams.values()) {
            stream.write(packed);
        }
        byte[] image = items.png(item);
        png += image == null ? 0 : image.length;
        installed.add(packed, image);
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
        sizes.putAll(installed.bytes());
        return sizes;
    }

    /** What was left out. */
    List<String> notes() {
        return installed.notes();
    }

    @Override
    public void close() {
        installed.close();
    }
}
