package dev.penumbra.codec;

import dev.penumbra.data.ImageForm;
import dev.penumbra.data.PngWriter;
import dev.penumbra.data.Schema;
import dev.penumbra.model.ExactInference;
import dev.penumbra.nn.Shape;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of a compressed file as general compressors get them to be compared with: as few bytes as hold their symbols. */
public final class ItemBytes {
    private static final ImageForm BILEVEL = new ImageForm(1, 1, List.of(), 1, "");

    private final Original original;
    private final Schema schema;

    private ItemBytes(Original original, Schema schema) {
        this.original = original;
        this.schema = schema;
    }

    /**
     * Those of {@code file}.
     *
     * @throws dev.penumbra.InputException where it was made with another model
     */
    public static ItemBytes of(ExactInference model, Path file) {
        return new ItemBytes(
                Decompressor.original(model.model(), file), model.model().spec().schema());
    }

    /** Two symbols as bits, up to 256 as bytes, more as 16 bits; with loss, the numbers as their array has them. */
    public byte[] packed(Item item) {
        Alphabet alphabet = original.alphabet();
        float[] x = item.x();
        if (alphabet == null) {
            return original.array().bytes(original.numbers(x));
        }
        int bits = alphabet.symbols() == 2 ? 1 : alphabet.symbols() <= 256 ? 8 : 16;
        byte[] packed = new byte[Math.ceilDiv(x.length * bits, 8)];
        for (int i = 0; i < x.length; i++) {
            int symbol = alphabet.symbol(x[i], i);
            if (bits == 1) {
                packed[i / 8] |= (byte) (symbol << (7 - i % 8));
            } else if (bits == 8) {
                packed[i] = (byte) symbol;
            } else {
                packed[2 * i] = (byte) (symbol >> 8);
                packed[2 * i + 1] = (byte) symbol;
            }
        }
        return packed;
    }

    /** The PNG that holds an item; null where it is no image of 8 bits. */
    public byte @Nullable [] png(Item item) {
        Shape shape = schema.shape();
        if (!shape.isImage() || (shape.channels() != 1 && shape.channels() != 3) || !original.hasPixels(schema)) {
            return null;
        }
        byte[] pixels = original.pixels(item.x(), schema);
        ImageForm form = item.form();
        if (form != null) {
            return PngWriter.png(shape, pixels, form);
        }
        Alphabet alphabet = original.alphabet();
        if (shape.channels() == 1 && alphabet != null && alphabet.symbols() == 2) {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (alphabet.symbol(item.x()[i], i) == 0 ? 0 : 255);
            }
            return PngWriter.png(shape, pixels, BILEVEL);
        }
        return PngWriter.png(shape, pixels);
    }
}
