package dev.penumbra.codec;

import dev.penumbra.InOrder;
import dev.penumbra.InputException;
import dev.penumbra.model.ExactInference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads compressed files. No state. */
public final class Decompressor {
    private Decompressor() {}

    /** What items are given to. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes an item.
         *
         * @param index place in the file, from 0
         * @param name  what it was called
         * @param x     values as the model sees them, [d]
         */
        void take(long index, String name, float[] x) throws IOException;
    }

    /**
     * What a file says of itself.
     *
     * @param header its first record
     * @param items  how many
     * @param blocks how many
     * @param bytes  of the file
     */
    public record Contents(PnzHeader header, long items, int blocks, long bytes) {}

    private record Piece(PnzReader.Block block, List<float[]> items) {}

    /**
     * What a file says of itself, without a model.
     *
     * @throws InputException where it is no compressed file, or its header or index is damaged
     */
    public static Contents contents(Path file) {
        try (PnzReader reader = new PnzReader(file)) {
            List<PnzReader.Entry> index = reader.index();
            long items = index.stream().mapToLong(PnzReader.Entry::items).sum();
            return new Contents(reader.header(), items, index.size(), reader.length());
        }
    }

    /**
     * Gives all items to {@code sink}, in order. Memory holds at most {@code threads + 2} blocks. What has been given by the time damage is
     * found is right.
     *
     * @return how many items there were
     * @throws InputException where the file is damaged or was made with another model
     * @throws IOException    where the sink throws it
     */
    public static long read(ExactInference model, Path file, int threads, Sink sink) throws IOException {
        try (PnzReader reader = new PnzReader(file)) {
            BlockCoder coder = coder(model, reader.header(), file);
            long[] count = {0};
            InOrder.run(
                    threads,
                    () -> {
                        PnzReader.Block block = reader.next();
                        return block == null ? null : () -> new Piece(block, decode(coder, block, reader));
                    },
                    (Piece piece) -> {
                        for (int i = 0; i < piece.items.size(); i++) {
                            sink.take(
                                    piece.block.first() + i, piece.block.names().get(i), piece.items.get(i));
                            count[0]++;
                        }
                    });
            return count[0];
        }
    }

    /**
     * One item, of whose block alone the file is read.
     *
     * @param index place in the file, from 0
     * @return values as the model sees them, [d]
     * @throws InputException as {@link #read}, and where there is no such item
     */
    public static float[] item(ExactInference model, Path file, long index) {
        try (PnzReader reader = new PnzReader(file)) {
            BlockCoder coder = coder(model, reader.header(), file);
            long first = 0;
            for (PnzReader.Entry entry : reader.index()) {
                if (index >= first && index < first + entry.items()) {
                    return decode(coder, reader.block(entry, first), reader).get((int) (index - first));
                }
                first += entry.items();
            }
            throw new InputException(
                    "The compressed file has no such item.",
                    "from 0 to " + (first - 1),
                    String.valueOf(index),
                    file.toString(),
                    "name one of its " + first + " items, counted from 0");
        }
    }

    private static List<float[]> decode(BlockCoder coder, PnzReader.Block block, PnzReader reader) {
        try {
            return coder.decode(block.content(), block.names().size());
        } catch (Ans.Damaged e) {
            throw reader.damaged("a block whose bits cannot be decoded: " + e.getMessage(), block.position());
        }
    }

    private static BlockCoder coder(ExactInference model, PnzHeader header, Path file) {
        String sha256 = model.model().weights().sha256();
        if (!sha256.equals(header.model())
                || !header.shape().equals(model.model().spec().schema().shape())) {
            throw new InputException(
                    "The file was compressed with another model.",
                    "the model whose weights have the SHA-256 " + header.model(),
                    "one with " + sha256,
                    file.toString(),
                    "give the model that it was compressed with");
        }
        Integer symbols = header.symbols();
        Double unit = header.unit();
        Integer quality = header.quality();
        if (quality != null) {
            return new Lossy(model, quality);
        }
        if (symbols == null || unit == null) {
            throw new IllegalStateException("a header that passed its own check: " + header);
        }
        return new Lossless(model, new Alphabet(model.model().likelihood(), symbols, unit));
    }
}
