package dev.penumbra.latent;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.Csv;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.NpyWriter;
import dev.penumbra.model.Inference;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Writes the codes of a data set, in the format that the name of a file ends with, one batch in memory at a time. */
public final class CodeWriter {
    /** Draws for each example at most. */
    public static final int MAX_SAMPLES = 10_000;

    private final Inference inference;
    private final Dataset data;
    private final int samples;
    private final Seed seed;

    private CodeWriter(Inference inference, Dataset data, int samples, Seed seed) {
        this.inference = inference;
        this.data = data;
        this.samples = samples;
        this.seed = seed;
    }

    /**
     * Writes means, standard deviations and {@code samples} draws of each example: {@code .csv} with names, classes and columns z1,
     * std1, sample1_z1 and so on; {@code .jsonl} with one object a line; {@code .npy} with the means [n, v], beside it those of the
     * standard deviations [n, v] and draws [n, K, v]; a folder with these arrays, and the two files that the Embedding Projector reads.
     *
     * @param data    for a conditional model as {@link Condition#of} gives it
     * @param samples K, 0 to {@link #MAX_SAMPLES}
     * @return what was written
     * @throws InputException where the ending is another, or a file cannot be written
     */
    public static List<Path> write(Path out, Inference inference, Dataset data, int samples, Seed seed) {
        if (samples < 0 || samples > MAX_SAMPLES) {
            throw new InputException(
                    "The number of draws is out of range.",
                    "0 to " + MAX_SAMPLES,
                    String.valueOf(samples),
                    "--samples",
                    "give a number in that range");
        }
        CodeWriter writer = new CodeWriter(inference, data, samples, seed);
        String name = String.valueOf(out.getFileName());
        int dot = name.lastIndexOf('.');
        return switch (dot < 0 || Files.isDirectory(out)
                ? ""
                : name.substring(dot).toLowerCase(Locale.ROOT)) {
            case ".csv" -> writer.csv(out);
            case ".jsonl" -> writer.jsonLines(out);
            case ".npy" -> {
                String stem = name.substring(0, dot);
                yield writer.arrays(
                        out,
                        out.resolveSibling(stem + "-stds.npy"),
                        out.resolveSibling(stem + "-samples.npy"),
                        List.of());
            }
            case "" ->
                writer.arrays(
                        out.resolve("means.npy"),
                        out.resolve("stds.npy"),
                        out.resolve("samples.npy"),
                        List.of(out.resolve("vectors.tsv"), out.resolve("metadata.tsv")));
            default ->
                throw new InputException(
                        "Codes are not written in this format.",
                        "a name that ends with .csv, .jsonl or .npy, or a folder",
                        name,
                        "-o",
                        "choose one of these");
        };
    }

    private void forEach(Consumer<Code> each) {
        Code.forEach(inference, data, samples, seed, each);
    }

    private int latent() {
        return inference.model().spec().latent();
    }

    private boolean labelled() {
        return data.label(0) >= 0;
    }

    private List<Path> csv(Path out) {
        List<String> header = new ArrayList<>(labelled() ? List.of("name", "label") : List.of("name"));
        addNames(header, "z");
        addNames(header, "std");
        for (int k = 1; k <= samples; k++) {
            addNames(header, "sample" + k + "_z");
        }
        Csv.write(
                out,
                header,
                rows -> forEach(code -> {
                    List<String> row = new ArrayList<>(List.of(data.name(code.index())));
                    if (labelled()) {
                        row.add(data.className(code.index()));
                    }
                    addValues(row, code.mean());
                    addValues(row, code.std());
                    for (float[] z : code.samples()) {
                        addValues(row, z);
                    }
                    rows.accept(row);
                }));
        return List.of(out);
    }

    private void addNames(List<String> header, String prefix) {
        for (int j = 1; j <= latent(); j++) {
            header.add(prefix + j);
        }
    }

    private static void addValues(List<String> row, float[] values) {
        for (float value : values) {
            row.add(Float.toString(value));
        }
    }

    private List<Path> jsonLines(Path out) {
        AtomicFiles.write(
                out,
                stream -> forEach(code -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("name", data.name(code.index()));
                    if (labelled()) {
                        line.put("label", data.className(code.index()));
                    }
                    line.put("mean", code.mean());
                    line.put("std", code.std());
                    if (samples > 0) {
                        line.put("samples", code.samples());
                    }
                    put(stream, Json.writeLine(line));
                }));
        return List.of(out);
    }

    /** Arrays of numbers, and with {@code projector} the TSV files of vectors and metadata. */
    private List<Path> arrays(Path means, Path stds, Path draws, List<Path> projector) {
        List<Path> files = new ArrayList<>(List.of(means, stds));
        if (samples > 0) {
            files.add(draws);
        }
        int tsv = files.size();
        files.addAll(projector);
        AtomicFiles.write(files, outs -> {
            outs.get(0).write(NpyWriter.header("<f4", List.of(data.size(), latent())));
            outs.get(1).write(NpyWriter.header("<f4", List.of(data.size(), latent())));
            if (samples > 0) {
                outs.get(2).write(NpyWriter.header("<f4", List.of(data.size(), samples, latent())));
            }
            // The Embedding Projector wants a head of the metadata only where there are several columns.
            if (!projector.isEmpty() && labelled()) {
                put(outs.get(tsv + 1), text("name\tlabel\n"));
            }
            forEach(code -> {
                put(outs.get(0), NpyWriter.bytes(code.mean()));
                put(outs.get(1), NpyWriter.bytes(code.std()));
                for (float[] z : code.samples()) {
                    put(outs.get(2), NpyWriter.bytes(z));
                }
                if (!projector.isEmpty()) {
                    List<String> cells = new ArrayList<>();
                    addValues(cells, code.mean());
                    put(outs.get(tsv), text(String.join("\t", cells) + "\n"));
                    put(outs.get(tsv + 1), text(metadata(code.index())));
                }
            });
        });
        return files;
    }

    private String metadata(int index) {
        String name = data.name(index).replaceAll("\\p{Cntrl}", " ");
        return labelled() ? name + "\t" + data.className(index).replaceAll("\\p{Cntrl}", " ") + "\n" : name + "\n";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
