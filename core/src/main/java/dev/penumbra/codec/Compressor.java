package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InOrder;
import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Rescaled;
import dev.penumbra.model.ExactInference;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Compresses examples with a model. The same examples, model and settings give the same bytes on every machine and for any number of
 * threads. No state.
 */
public final class Compressor {
    private Compressor() {}

    /**
     * How examples are compressed.
     *
     * @param quality    0 without loss; 1 to 100 with loss, where 10 more halve the steps and 60 makes them as wide as the posterior's
     *                   standard deviations
     * @param blockItems items of a block, at least 1: what is read at a time where one item is asked for. Each block begins with
     *                   bits of no message
     * @param threads    at least 1
     */
    public record Settings(int quality, int blockItems, int threads) {
        /** A block's items where nothing else is asked for: the bits at its beginning are then less than 1% of it. */
        public static final int BLOCK_ITEMS = 1000;

        public Settings {
            if (quality < 0 || quality > 100 || blockItems < 1 || threads < 1) {
                throw new IllegalArgumentException("quality must be from 0 to 100 and the rest at least 1, got "
                        + quality + ", " + blockItems + ", " + threads);
            }
        }

        /** Without loss, on one thread. */
        public static Settings lossless() {
            return new Settings(0, BLOCK_ITEMS, 1);
        }
    }

    /**
     * What was written.
     *
     * @param items       how many
     * @param values      of each item
     * @param bytes       of the file
     * @param blocks      how many
     * @param initialBits bits that lie at the beginning of blocks and carry no message, in all
     */
    public record Summary(long items, int values, long bytes, int blocks, long initialBits) {
        /** Bits of the file per value of an item. */
        public double bitsPerValue() {
            return 8.0 * bytes / ((double) items * values);
        }
    }

    private record Piece(List<String> names, BlockCoder.Coded coded) {}

    /**
     * Writes {@code data} to {@code file}, which is as before or whole whenever the program stops. Memory holds at most {@code threads + 2}
     * blocks.
     *
     * @param progress hears how many items are done
     * @throws InputException where the data is not of the model's kind, has values that cannot be coded without loss, or the file cannot
     *                        be written
     */
    public static Summary compress(
            ExactInference model, Dataset data, Path file, Settings settings, LongConsumer progress) {
        Dataset scaled = Rescaled.to(model.model().spec().schema(), data);
        Shape shape = scaled.schema().shape();
        String sha256 = model.model().weights().sha256();
        BlockCoder coder;
        PnzHeader header;
        if (settings.quality == 0) {
            Alphabet alphabet = Alphabet.of(model.model().likelihood(), scaled);
            coder = new Lossless(model, alphabet);
            header = PnzHeader.lossless(sha256, shape, alphabet);
        } else {
            coder = new Lossy(model, settings.quality);
            header = PnzHeader.lossy(sha256, shape, settings.quality);
        }
        Summary[] summary = new Summary[1];
        AtomicFiles.write(file, out -> summary[0] = write(out, header, coder, scaled, settings, progress));
        return summary[0];
    }

    private static Summary write(
            OutputStream out,
            PnzHeader header,
            BlockCoder coder,
            Dataset data,
            Settings settings,
            LongConsumer progress)
            throws IOException {
        int d = header.shape().size();
        int blockItems = Math.clamp(PnzReader.LARGEST_BLOCK / d, 1, settings.blockItems);
        PnzWriter writer = new PnzWriter(out, header);
        int[] next = {0};
        int[] blocks = {0};
        long[] initialBits = {0};
        InOrder.run(
                settings.threads,
                () -> {
                    int from = next[0];
                    int count = Math.min(blockItems, data.size() - from);
                    next[0] += count;
                    return count == 0 ? null : () -> piece(coder, data, d, from, count);
                },
                (Piece piece) -> {
                    writer.block(piece.names, piece.coded.bytes());
                    blocks[0]++;
                    initialBits[0] += piece.coded.initialBits();
                    progress.accept(writer.items());
                });
        writer.finish();
        return new Summary(writer.items(), d, writer.bytes(), blocks[0], initialBits[0]);
    }

    private static Piece piece(BlockCoder coder, Dataset data, int d, int from, int count) {
        List<String> names = new ArrayList<>(count);
        List<float[]> examples = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            float[] x = new float[d];
            data.read(i, x, 0);
            names.add(data.name(i));
            examples.add(x);
        }
        return new Piece(names, coder.encode(examples));
    }
}
