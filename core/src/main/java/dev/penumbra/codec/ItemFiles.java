package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.data.NpyWriter;
import dev.penumbra.data.PngWriter;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.model.ExactInference;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the items of a compressed file, with raw values as the model's schema has them. */
public final class ItemFiles {
    private final ExactInference model;
    private final Schema schema;
    private final Path file;
    private final int threads;

    private ItemFiles(ExactInference model, Path file, int threads) {
        this.model = model;
        this.schema = model.model().spec().schema();
        this.file = file;
        this.threads = threads;
    }

    /**
     * Decompresses {@code file}.
     *
     * @param out {@code name.npy} for one array [items, shape], bytes where the model reads pixels and else 32-bit floats; or a folder for
     *            one PNG an item under its name
     * @return how many items
     * @throws InputException as {@link Decompressor#read}; where items are no images for a folder, or one has a name that leads out of it
     */
    public static long write(ExactInference model, Path file, Path out, int threads) {
        ItemFiles files = new ItemFiles(model, file, threads);
        return isArray(out) ? files.array(out) : files.folder(out);
    }

    /**
     * Decompresses one item, of whose block alone the file is read.
     *
     * @param out   {@code name.npy} for an array of the item's shape, else a PNG
     * @param index place in the file, from 0
     * @throws InputException as {@link Decompressor#item}; where a PNG is asked for and the item is no image
     */
    public static void writeOne(ExactInference model, Path file, long index, Path out) {
        ItemFiles files = new ItemFiles(model, file, 1);
        float[] x = Decompressor.item(model, file, index);
        if (isArray(out)) {
            List<Integer> dims = files.schema.shape().dims();
            if (files.isPixels()) {
                NpyWriter.write(out, dims, PngWriter.pixels(x));
            } else {
                NpyWriter.write(out, dims, files.raw(x));
            }
        } else {
            files.requireImages(out);
            PngWriter.write(out, files.schema.shape(), PngWriter.pixels(x));
        }
    }

    private static boolean isArray(Path out) {
        return String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    private long array(Path out) {
        List<Integer> dims = new ArrayList<>();
        dims.add(Math.toIntExact(Decompressor.contents(file).items()));
        dims.addAll(schema.shape().dims());
        boolean pixels = isPixels();
        AtomicFiles.write(out, stream -> {
            stream.write(NpyWriter.header(pixels ? "|u1" : "<f4", dims));
            Decompressor.read(
                    model,
                    file,
                    threads,
                    (index, name, x) -> stream.write(pixels ? PngWriter.pixels(x) : NpyWriter.bytes(raw(x))));
        });
        return dims.getFirst();
    }

    private float[] raw(float[] x) {
        float[] raw = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            raw[i] = (float) schema.scaling().toRaw(x[i], i);
        }
        return raw;
    }

    private void requireImages(Path out) {
        if (!schema.shape().isImage()
                || (schema.shape().channels() != 1 && schema.shape().channels() != 3)) {
            throw new InputException(
                    "Only images are written to a folder.",
                    "images with 1 or 3 channels",
                    "items of shape " + schema.shape(),
                    out.toString(),
                    "give a name that ends with .npy");
        }
    }

    private long folder(Path out) {
        requireImages(out);
        try {
            return Decompressor.read(
                    model,
                    file,
                    threads,
                    (index, name, x) -> PngWriter.write(inside(out, name), schema.shape(), PngWriter.pixels(x)));
        } catch (IOException e) {
            throw AtomicFiles.failure(out, e);
        }
    }

    /** The file of an item; its name comes from outside and may not lead anywhere else. */
    private Path inside(Path folder, String name) {
        String png = name.toLowerCase(Locale.ROOT).endsWith(".png") ? name : name + ".png";
        try {
            Path root = folder.toAbsolutePath().normalize();
            Path path = root.resolve(png).normalize();
            if (!name.isEmpty() && !Path.of(png).isAbsolute() && path.startsWith(root)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw unsafe(name);
        }
        throw unsafe(name);
    }

    private InputException unsafe(String name) {
        return new InputException(
                "An item has a name that cannot be a file of the folder.",
                "a relative path that stays in it",
                "'" + name + "'",
                file.toString(),
                "decompress to a name that ends with .npy");
    }

    private boolean isPixels() {
        return schema.shape().isImage()
                && (schema.scaling().equals(Scaling.PIXELS) || schema.scaling().equals(Scaling.NONE));
    }
}
