package dev.penumbra.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.penumbra.codec.Decompressor;
import dev.penumbra.codec.ItemBytes;
import dev.penumbra.codec.PnzHeader;
import dev.penumbra.data.ArrayForm;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Inference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a compressed file is, and how it compares. */
@Command(
        name = "info",
        description =
                "Show what a compressed file holds; with its model, also what gzip, bzip2, xz and PNG make of it at"
                        + " their strongest, and zstd, cwebp and cjxl where they are installed.")
final class InfoCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A compressed file, .pnz.")
    Path file = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Its model: a file model.penumbra, or a run's folder.")
    @Nullable
    Path model;

    @Mixin
    Console console = new Console();

    /** What {@code --json} prints. */
    private record Result(
            @JsonUnwrapped Decompressor.Contents contents,
            double bitsPerValue,
            @Nullable Map<String, Long> othersBytes) {}

    @Override
    public Integer call() throws IOException {
        Decompressor.Contents contents = Decompressor.contents(file);
        PnzHeader header = contents.header();
        double values = (double) contents.items() * header.shape().size();
        line("file", file.toString());
        line("items", String.format(Locale.ROOT, "%,d of shape %s", contents.items(), header.shape()));
        line(
                "kind",
                header.isLossless()
                        ? "lossless, " + header.symbols() + " symbols; " + original(header)
                        : "lossy, quality " + header.quality() + "; " + original(header));
        line("model", "weights with SHA-256 " + header.model());
        line("blocks", String.valueOf(contents.blocks()));
        rate("size", contents.bytes(), contents.items(), values);
        Map<String, Long> others = null;
        if (model != null) {
            ExactInference inference =
                    Inference.exact(ModelParameter.bundle(model).model(), 1);
            try (Baselines baselines = new Baselines(ItemBytes.of(inference, file))) {
                Decompressor.read(inference, file, Runtime.getRuntime().availableProcessors(), baselines::add);
                others = baselines.bytes();
                baselines.notes().forEach(console::say);
            }
            others.forEach((name, bytes) -> rate(name, bytes, contents.items(), values));
        }
        console.resultJson(new Result(contents, 8 * contents.bytes() / values, others));
        return 0;
    }

    private static String original(PnzHeader header) {
        ArrayForm array = header.array();
        if (header.images() || array == null) {
            return header.images() ? "images" : "images or an array";
        }
        return array.toString();
    }

    private void rate(String name, long bytes, long items, double values) {
        line(
                name,
                String.format(
                        Locale.ROOT,
                        "%,d bytes, %.1f an item, %.4f bits per value",
                        bytes,
                        (double) bytes / items,
                        8 * bytes / values));
    }

    private void line(String name, String value) {
        console.result(String.format("%-20s %s", name, value));
    }
}
