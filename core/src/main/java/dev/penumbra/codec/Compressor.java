package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InOrder;
import dev.penumbra.InputException;
import dev.penumbra.data.ArrayForm;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.ImageForm;
import dev.penumbra.data.Rescaled;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

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
     * @param notes       what of the data does not come back, in whole sentences
     */
    public record Summary(long items, int values, long bytes, int blocks, long initialBits, List<String> notes) {
        public Summary {
            notes = List.copyOf(notes);
        }

        /** Bits of the file per value of an item. */
        public double bitsPerValue() {
            return 8.0 * bytes / ((double) items * values);
        }
    }

    private record Piece(List<String> names, List<ImageForm> forms, BlockCoder.Coded coded) {}

    /** {@link #compress(ExactInference, Dataset, String, Path, Settings, LongConsumer)} of data without a place. */
    public static Summary compress(
            ExactInference model, Dataset data, Path file, Settings settings, LongConsumer progress) {
        return compress(model, data, InputException.THE_DATA, file, settings, progress);
    }

    /**
     * Writes {@code data} to {@code file}, which is as before or whole whenever the program stops. Memory holds at most {@code threads + 2}
     * blocks.
     *
     * @param where    the data lies, for messages: a file, a folder
     * @param progress hears how many items are done
     * @throws InputException where the data is not of the model's kind, has values that cannot be coded without loss, or the file cannot
     *                        be written
     */
    public static Summary compress(
            ExactInference model, Dataset data, String where, Path file, Settings settings, LongConsumer progress) {
        Model spec = model.model();
        Dataset scaled = scaled(spec.spec().schema(), data, where);
        boolean images = data.form(0) != null;
        if (images) {
            ItemPaths.requireDistinct(data, where);
        }
        Scaling scaling = Rescaled.scaling(spec.spec().schema(), data);
        ArrayForm array = images ? bytes(scaled.schema()) : data.arrayForm();
        Alphabet alphabet =
                settings.quality == 0 ? Survey.of(spec.likelihood(), data, where, scaled, scaling, array) : null;
        Original original = array == null
                ? Original.unstated(scaled.schema().shape(), scaling, alphabet)
                : new Original(array, scaling, alphabet);
        BlockCoder coder = alphabet == null ? new Lossy(model, settings.quality) : new Lossless(model, alphabet);
        PnzHeader header = PnzHeader.of(spec, original, images, settings.quality);
        Items items = new Items(coder, data, scaled, alphabet, images && alphabet != null);
        Summary[] summary = new Summary[1];
        AtomicFiles.write(file, out -> summary[0] = write(out, header, items, settings, progress));
        return summary[0];
    }

    private static Dataset scaled(Schema model, Dataset data, String where) {
        try {
            return Rescaled.to(model, data);
        } catch (InputException e) {
            throw e.in(where);
        }
    }

    private static ArrayForm bytes(Schema schema) {
        return new ArrayForm("|u1", schema.shape().dims(), false, false, false);
    }

    /** What is compressed, and how. */
    private record Items(
            BlockCoder coder,
            Dataset data,
            Dataset scaled,
            @Nullable Alphabet alphabet,
            boolean forms) {
        /** Items {@code from .. from + count}, in as many blocks as {@link Limits} asks for. */
        List<Piece> pieces(int from, int count) {
            List<String> names = new ArrayList<>(count);
            List<ImageForm> all = new ArrayList<>();
            List<float[]> examples = new ArrayList<>(count);
            for (int i = from; i < from + count; i++) {
                names.add(data.name(i));
                examples.add(example(i));
                ImageForm form = forms ? data.form(i) : null;
                if (form != null) {
                    all.add(form);
                }
            }
            BlockCoder.Coded coded = coder.encode(examples);
            int bytes = coded.bytes().length;
            if (Limits.allow(count, examples.getFirst().length, bytes)
                    && (count == 1 || Limits.allowNames(Names.length(names), bytes))) {
                return List.of(new Piece(names, all, coded));
            }
            List<Piece> both = new ArrayList<>(pieces(from, count / 2));
            both.addAll(pieces(from + count / 2, count - count / 2));
            return both;
        }

        List<String> notes() {
            List<String> notes = new ArrayList<>();
            int turned = 0;
            int other = 0;
            for (int i = 0; i < data.size(); i++) {
                ImageForm form = data.form(i);
                turned += form != null && form.orientation() != 1 ? 1 : 0;
                other += form != null && !forms && !form.isPlain() ? 1 : 0;
            }
            if (turned > 0) {
                notes.add(turned + " of " + data.size() + " images are turned as viewers show them, and come back so.");
            }
            if (other > 0) {
                notes.add(other + " of " + data.size()
                        + " images are not of 8 bits in grey or colour; with loss they come back so, without"
                        + " alpha and palette.");
            }
            if (data.form(0) == null && data.label(0) >= 0) {
                notes.add("The labels of the examples are not in the compressed file.");
            }
            return notes;
        }

        private float[] example(int index) {
            float[] x = new float[scaled.schema().shape().size()];
            scaled.read(index, x, 0);
            if (alphabet != null && !alphabet.listed().isEmpty()) {
                double[] raw = new double[x.length];
                data.readRaw(index, raw);
                for (int i = 0; i < x.length; i++) {
                    x[i] = alphabet.value(Collections.binarySearch(alphabet.listed(), raw[i]), i);
                }
            }
            return x;
        }
    }

    private static Summary write(
            OutputStream out, PnzHeader header, Items items, Settings settings, LongConsumer progress)
            throws IOException {
        int d = header.shape().size();
        int most = Math.clamp(Limits.MOST_VALUES / d, 1, Limits.MOST_ITEMS);
        int blockItems = Math.min(most, settings.blockItems);
        PnzWriter writer = new PnzWriter(out, header);
        int[] next = {0};
        long[] initialBits = {0};
        InOrder.<List<Piece>>run(
                settings.threads,
                () -> {
                    int from = next[0];
                    int count = Math.min(blockItems, items.data.size() - from);
                    next[0] += count;
                    return count == 0 ? null : () -> items.pieces(from, count);
                },
                pieces -> {
                    for (Piece piece : pieces) {
                        writer.block(piece.names, piece.forms, piece.coded.bytes());
                        initialBits[0] += piece.coded.initialBits();
                    }
                    progress.accept(writer.items());
                });
        writer.finish();
        return new Summary(writer.items(), d, writer.bytes(), writer.blocks(), initialBits[0], items.notes());
    }
}
