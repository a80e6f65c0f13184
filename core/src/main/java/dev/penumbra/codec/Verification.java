package dev.penumbra.codec;

import dev.penumbra.InputException;
import dev.penumbra.data.ArrayForm;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.ImageForm;
import dev.penumbra.model.ExactInference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Compares a compressed file with what it was made of. */
public final class Verification {
    private final Dataset data;
    private final Path file;
    private final PnzHeader header;
    private final Original original;
    private final double[] numbers;
    private double largest;

    private Verification(Dataset data, Path file, PnzHeader header, Original original) {
        this.data = data;
        this.file = file;
        this.header = header;
        this.original = original;
        this.numbers = new double[header.shape().size()];
    }

    /**
     * Decodes all items and compares each with the example of {@code data} at its place: without loss, numbers bit for bit, names and forms
     * of images, type and order of arrays.
     *
     * @param progress hears how many items are done
     * @return the largest difference of a number, in units of the files; 0 without loss
     * @throws InputException where something differs, with the first item that does; and as {@link Decompressor#read}
     */
    public static double against(ExactInference model, Path file, Dataset data, int threads, LongConsumer progress) {
        Decompressor.Contents contents = Decompressor.contents(file);
        Original original = Decompressor.original(model.model(), file);
        Verification verification = new Verification(data, file, contents.header(), original);
        verification.requireSameKind(contents.items());
        try {
            Decompressor.read(model, file, threads, item -> {
                verification.compare(item);
                progress.accept(item.index() + 1);
            });
        } catch (IOException e) {
            throw new IllegalStateException("comparing writes nothing", e);
        }
        return verification.largest;
    }

    private void requireSameKind(long items) {
        if (data.size() != items) {
            throw differs("The original has another number of items.", data.size(), items);
        }
        if (!data.schema().shape().equals(header.shape())) {
            throw differs(
                    "The original has items of another shape.", data.schema().shape(), header.shape());
        }
        boolean images = data.form(0) != null;
        if (images != header.images() && header.version() > 2) {
            throw differs("The original is of another kind.", kind(images), kind(header.images()));
        }
        ArrayForm form = data.arrayForm();
        if (!images && form != null && header.version() > 2 && !form.equals(original.array())) {
            throw differs("The original is an array of another type or order.", form, original.array());
        }
    }

    private static String kind(boolean images) {
        return images ? "image files" : "an array";
    }

    private void compare(Item item) {
        int n = (int) item.index();
        if (header.images() && !data.name(n).equals(item.name())) {
            throw differs("Item " + n + " has another name in the original.", data.name(n), item.name());
        }
        ImageForm form = data.form(n);
        if (item.form() != null && form != null && !form.equals(item.form())) {
            throw differs(title(item) + " is held in another form by the original.", form, item.form());
        }
        data.readRaw(n, numbers);
        boolean stored = form != null || data.arrayForm() != null;
        for (int i = 0; i < numbers.length; i++) {
            double expected = stored ? numbers[i] : original.array().nearest(numbers[i]);
            double received = original.number(item.x()[i], i);
            if (header.isLossless() && Double.doubleToRawLongBits(expected) != Double.doubleToRawLongBits(received)) {
                throw differs(
                        title(item) + " is not that of the original: value " + i + " differs.", expected, received);
            }
            largest = Math.max(largest, Math.abs(expected - received));
        }
    }

    private static String title(Item item) {
        String index = String.valueOf(item.index());
        return "Item " + index + (item.name().equals(index) ? "" : ", '" + item.name() + "',");
    }

    private InputException differs(String what, @Nullable Object expected, @Nullable Object received) {
        return new InputException(
                what,
                String.valueOf(expected),
                String.valueOf(received),
                file.toString(),
                "give the data that was compressed, or compress it again");
    }
}
