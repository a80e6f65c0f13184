package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.data.ArrayForm;
import dev.penumbra.data.ImageForm;
import dev.penumbra.data.PngWriter;
import dev.penumbra.data.Schema;
import dev.penumbra.model.ExactInference;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes the items of a compressed file as they were: images, an array, a table. */
public final class ItemFiles {
    private final ExactInference model;
    private final Schema schema;
    private final Original original;
    private final Path file;
    private final int threads;

    private ItemFiles(ExactInference model, Path file, int threads) {
        this.model = model;
        this.schema = model.model().spec().schema();
        this.original = Decompressor.original(model.model(), file);
        this.file = file;
        this.threads = threads;
    }

    /** What names of files of these items end with: nothing for a folder of images, {@code .npy} or {@code .csv}. */
    public static String ending(PnzHeader header) {
        ArrayForm array = header.array();
        if (header.images() || (array == null && header.shape().isImage())) {
            return "";
        }
        return array != null && array.text() ? ".csv" : ".npy";
    }

    /**
     * Decompresses {@code file}.
     *
     * @param out {@code name.npy} for one array, in the type and order of the original; {@code name.csv} for a table; else a folder
     *            for one PNG an item under its name
     * @return how many items
     * @throws InputException as {@link Decompressor#read}; where the items are not of that kind; where a file of the folder is there already,
     *                        two items would be one file, or one has a name that leads out of it
     */
    public static long write(ExactInference model, Path file, Path out, int threads) {
        ItemFiles files = new ItemFiles(model, file, threads);
        return switch (ending(out)) {
            case ".npy" -> files.array(out);
            case ".csv" -> files.table(out);
            case "" -> files.folder(out);
            default -> throw unfit("All items are not one such file.", out);
        };
    }

    /**
     * Decompresses one item, of whose block alone the file is read.
     *
     * @param out   {@code name.npy} for an array of the item's sizes, {@code name.csv}, else a PNG
     * @param index place in the file, from 0
     * @throws InputException as {@link Decompressor#item}; where a PNG is asked for and the item is no image
     */
    public static void writeOne(ExactInference model, Path file, long index, Path out) {
        ItemFiles files = new ItemFiles(model, file, 1);
        Item item = Decompressor.item(model, file, index);
        switch (ending(out)) {
            case ".npy" -> ArrayFile.writeOne(out, files.original, item);
            case ".csv" -> files.table().writeOne(out, item);
            case ".png", "" -> {
                byte[] png = files.png(item, out);
                AtomicFiles.write(out, stream -> stream.write(png));
            }
            default -> throw unfit("An item is not such a file.", out);
        }
    }

    /** Of names that say what a file is. */
    private static String ending(Path out) {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        return List.of(".npy", ".csv", ".png", ".npz", ".zip", ".jpg", ".jpeg", ".gif", ".tsv", ".gz", ".pnz").stream()
                .filter(name::endsWith)
                .findFirst()
                .orElse("");
    }

    private static InputException unfit(String what, Path out) {
        return new InputException(
                what,
                "NAME.npy, NAME.csv, a folder, or for one item NAME.png",
                ending(out),
                out.toString(),
                "give -o another name");
    }

    private long array(Path out) {
        return ArrayFile.write(out, original, items(), this::read);
    }

    private long table(Path out) {
        table().write(out, this::read);
        return items();
    }

    private TableFile table() {
        if (schema.shape().isImage()) {
            throw new InputException(
                    "Images are not written as a table.",
                    "items that are rows of numbers",
                    "items of shape " + schema.shape(),
                    file.toString(),
                    "give -o a name that ends with .npy, or a folder");
        }
        return new TableFile(original, schema.columns());
    }

    private long folder(Path out) {
        ItemPaths paths = new ItemPaths(out, file.toString());
        requirePixels(out);
        Decompressor.names(file, paths::add);
        paths.prepare();
        return read(item -> {
            byte[] png = png(item, out);
            try {
                AtomicFiles.write(paths.of(item.name()), stream -> stream.write(png));
            } catch (InputException e) {
                // The same command would find the items that are there, and stop.
                throw e.withRemedy("free some space or give another folder with -o; to use this one again, remove the "
                        + item.index() + " items that were written");
            }
        });
    }

    private long items() {
        return Decompressor.contents(file).items();
    }

    private long read(Decompressor.Sink sink) {
        try {
            return Decompressor.read(model, file, threads, sink);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    private byte[] png(Item item, Path out) {
        requirePixels(out);
        byte[] pixels = original.pixels(item.x(), schema);
        ImageForm form = item.form();
        Shape shape = schema.shape();
        try {
            return form == null ? PngWriter.png(shape, pixels) : PngWriter.png(shape, pixels, form);
        } catch (IllegalArgumentException e) {
            // Form and values stand in different places of the file.
            throw new InputException(
                    "The compressed file is damaged.",
                    "an image that has the form it is said to have",
                    String.valueOf(e.getMessage()),
                    file + ", item " + item.name(),
                    "get the file again from where it was made",
                    e);
        }
    }

    private void requirePixels(Path out) {
        Shape shape = schema.shape();
        if (!shape.isImage() || (shape.channels() != 1 && shape.channels() != 3) || !original.hasPixels(schema)) {
            throw new InputException(
                    "Only images are written to a folder.",
                    "images with 1 or 3 channels, of bytes or of values in [0, 1]",
                    "items of shape " + shape + ", numbers of type "
                            + original.array().type(),
                    out.toString(),
                    "give a name that ends with .npy");
        }
    }
}
