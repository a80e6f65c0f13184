package dev.penumbra.report;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.data.Csv;
import dev.penumbra.data.NpyWriter;
import dev.penumbra.data.PngWriter;
import dev.penumbra.data.Schema;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where examples are written to, in the format that the name ends with: {@code .png} one picture of all, {@code .gif} one after the
 * other, {@code .npy} an array [count, dims of an example], {@code .csv} a table, without an ending a folder with a PNG each. Arrays and
 * tables have values as {@link Schema#toFile} gives them, and are written example after example.
 *
 * @param out     file or folder
 * @param schema  of one example
 * @param count   how many there will be, at least 1
 * @param columns images in a row of a picture
 * @param named   whether a table begins with a column of names
 */
public record ExampleFiles(Path out, Schema schema, int count, int columns, boolean named) {
    private static final int CELL = 84;
    private static final int FRAME_CELL = 140;
    private static final int GUTTER = 4;
    private static final int FRAME_HUNDREDTHS = 12;

    /** Values that a picture may show: 512 MiB of them. */
    private static final int MAX_SHOWN = 1 << 27;

    /** Pixels of a picture. */
    private static final long MAX_PIXELS = 1L << 27;

    /** The examples, one after the other. */
    @FunctionalInterface
    public interface Examples {
        /** Hands every example to {@code each}, in order. */
        void forEach(Receiver each);
    }

    /** Takes examples. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Takes one.
         *
         * @param name what it is called
         * @param x    [d], as the model sees it
         */
        void take(String name, float[] x);
    }

    /** The ending of the format that shows examples best: {@code .png} for images, else {@code .csv}. */
    public static String ending(Schema schema) {
        return schema.shape().isImage() ? ".png" : ".csv";
    }

    /** Columns of a picture of {@code count} images that is about square. */
    public static int square(int count) {
        return (int) Math.ceil(Math.sqrt(count));
    }

    /**
     * Writes the examples.
     *
     * @throws InputException where the ending is another, these examples have no such form, or a file cannot be written
     */
    public void write(Examples examples) {
        String name = String.valueOf(out.getFileName());
        int dot = name.lastIndexOf('.');
        switch (dot < 0 || Files.isDirectory(out) ? "" : name.substring(dot).toLowerCase(Locale.ROOT)) {
            case ".png" -> {
                float[] all = shown(examples, CELL);
                Pictures.write(out, Pictures.grid(all, count, schema.shape(), columns, CELL, GUTTER));
            }
            case ".gif" -> Gif.write(out, frames(examples), FRAME_HUNDREDTHS);
            case ".npy" -> npy(examples);
            case ".csv" -> csv(examples);
            case "" -> folder(examples);
            default ->
                throw new InputException(
                        "Examples are not written in this format.",
                        "a name that ends with .png, .gif, .npy or .csv, or a folder",
                        name,
                        "-o",
                        "choose one of these");
        }
    }

    private void requireImages() {
        if (!schema.shape().isImage()) {
            throw new InputException(
                    "These examples are no images.",
                    "a name that ends with .csv or .npy",
                    String.valueOf(out.getFileName()),
                    "-o",
                    "choose one of these");
        }
    }

    private float[] shown(Examples examples, int cell) {
        requireImages();
        Shape shape = schema.shape();
        long pixels = (long) count * (Math.max(cell, 1) + GUTTER) * (cell + GUTTER);
        if ((long) count * shape.size() > MAX_SHOWN || pixels > MAX_PIXELS) {
            throw new InputException(
                    "These are too many images for one picture.",
                    "at most " + Math.min(MAX_SHOWN / shape.size(), MAX_PIXELS / (cell + GUTTER) / (cell + GUTTER)),
                    String.valueOf(count),
                    "-o",
                    "write fewer of them, or an npy file or a folder");
        }
        float[] all = new float[count * shape.size()];
        int[] next = {0};
        examples.forEach((name, x) -> System.arraycopy(x, 0, all, next[0]++ * shape.size(), shape.size()));
        return schema.toPicture(all);
    }

    private List<BufferedImage> frames(Examples examples) {
        float[] all = shown(examples, FRAME_CELL);
        int d = schema.shape().size();
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Pictures.grid(Arrays.copyOfRange(all, i * d, (i + 1) * d), 1, schema.shape(), 1, FRAME_CELL, 0))
                .toList();
    }

    private void npy(Examples examples) {
        List<Integer> dims =
                Stream.concat(Stream.of(count), schema.shape().dims().stream()).toList();
        AtomicFiles.write(out, stream -> {
            stream.write(NpyWriter.header(schema.isWide() ? "<f8" : "<f4", dims));
            examples.forEach((name, x) -> {
                try {
                    stream.write(schema.isWide() ? NpyWriter.bytes(raw(x)) : NpyWriter.bytes(x));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        });
    }

    private double[] raw(float[] x) {
        double[] values = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            values[i] = schema.toFile(x[i], i);
        }
        return values;
    }

    private void csv(Examples examples) {
        List<String> header = new ArrayList<>(named ? List.of("name") : List.of());
        IntStream.range(0, schema.shape().size()).forEach(i -> header.add(schema.column(i)));
        Csv.write(
                out,
                header,
                rows -> examples.forEach((name, x) -> {
                    List<String> row = new ArrayList<>(named ? List.of(name) : List.of());
                    for (int i = 0; i < x.length; i++) {
                        row.add(
                                schema.isWide()
                                        ? Double.toString(schema.toFile(x[i], i))
                                        : Float.toString((float) schema.toFile(x[i], i)));
                    }
                    rows.accept(row);
                }));
    }

    /** Numbered, so that their order is kept and no name can collide or leave the folder. */
    void folder(Examples examples) {
        requireImages();
        int digits = String.valueOf(count - 1).length();
        int[] next = {0};
        examples.forEach((name, x) -> {
            String number = String.format(Locale.ROOT, "%0" + digits + "d", next[0]);
            boolean plain = name.equals(String.valueOf(next[0]++));
            String own = name.replaceAll("\\.\\w{1,5}$", "").replaceAll("[^\\p{L}\\p{N}_.=-]+", "-");
            single(
                    out.resolve(number + (plain ? "" : "-" + own.substring(Math.max(0, own.length() - 100))) + ".png"),
                    x);
        });
    }

    /** One image, of its own size. */
    private void single(Path file, float[] x) {
        Shape shape = schema.shape();
        if (shape.channels() == 1 || shape.channels() == 3) {
            PngWriter.write(file, shape, PngWriter.pixels(schema.toPicture(x)));
        } else {
            Pictures.write(
                    file, Pictures.grid(schema.toPicture(x), 1, shape, 1, Math.max(shape.height(), shape.width()), 0));
        }
    }
}
