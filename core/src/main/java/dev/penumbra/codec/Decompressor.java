package dev.penumbra.codec;

import dev.penumbra.InOrder;
import dev.penumbra.InputException;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads compressed files. No state. */
public final class Decompressor {
    private Decompressor() {}

    /** What items are given to. */
    @FunctionalInterface
    public interface Sink {
        void take(Item item) throws IOException;
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
            return new Contents(reader.header(), reader.items(), reader.blocks(), reader.length());
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
                            sink.take(item(piece.block, i, piece.items.get(i)));
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
     * @throws InputException as {@link #read}, and where there is no such item
     */
    public static Item item(ExactInference model, Path file, long index) {
        try (PnzReader reader = new PnzReader(file)) {
            BlockCoder coder = coder(model, reader.header(), file);
            if (index < 0 || index >= reader.items()) {
                throw new InputException(
                        "The compressed file has no such item.",
                        "from 0 to " + (reader.items() - 1),
                        String.valueOf(index),
                        file.toString(),
                        "name one of its " + reader.items() + " items, counted from 0");
            }
            PnzReader.Block block = reader.blockOf(index);
            int place = (int) (index - block.first());
            return item(block, place, decode(coder, block, reader).get(place));
        }
    }

    private static Item item(PnzReader.Block block, int i, float[] x) {
        return new Item(
                block.first() + i,
                block.names().get(i),
                block.forms().isEmpty() ? null : block.forms().get(i),
                x);
    }

    /** The names of all items, in order; nothing is decoded. */
    static void names(Path file, Consumer<String> names) {
        try (PnzReader reader = new PnzReader(file)) {
            for (PnzReader.Block block = reader.next(); block != null; block = reader.next()) {
                block.names().forEach(names);
            }
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
        requireModel(model.model(), header, file);
        Integer quality = header.quality();
        return quality != null
                ? new Lossy(model, quality)
                : new Lossless(model, Objects.requireNonNull(alphabet(model.model(), header)));
    }

    private static void requireModel(Model model, PnzHeader header, Path file) {
        String sha256 = model.weights().sha256();
        if (!sha256.equals(header.model())
                || !header.shape().equals(model.spec().schema().shape())) {
            throw another("weights", header.model(), sha256, file);
        }
        String spec = header.spec();
        String own = SpecText.sha256(model.spec());
        if (spec != null && !spec.equals(own)) {
            throw another("networks, distributions and scaling", spec, own, file);
        }
    }

    private static InputException another(String what, String expected, String received, Path file) {
        return new InputException(
                "The file was compressed with another model.",
                "the model whose " + what + " have the SHA-256 " + expected,
                "one with " + received,
                file.toString(),
                "give the model that it was compressed with");
    }

    private static @Nullable Alphabet alphabet(Model model, PnzHeader header) {
        Integer symbols = header.symbols();
        if (symbols == null) {
            return null;
        }
        Double unit = header.unit();
        List<Double> values = header.values();
        return new Alphabet(
                model.likelihood(),
                symbols,
                unit == null ? 0 : unit,
                values == null ? List.of() : values,
                Original.scaling(header, model.spec().schema()));
    }

    /** What the items of a file were. */
    static Original original(Model model, Path file) {
        try (PnzReader reader = new PnzReader(file)) {
            requireModel(model, reader.header(), file);
            return Original.of(reader.header(), model.spec().schema(), alphabet(model, reader.header()));
        }
    }
}
