package dev.penumbra.cli;

import dev.penumbra.codec.Decompressor;
import dev.penumbra.codec.Verification;
import dev.penumbra.model.ExactInference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decodes everything and keeps nothing. */
@Command(
        name = "verify",
        description =
                "Check that every item of a compressed file can be decoded; with --against, that it is the original's.")
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A compressed file, .pnz.")
    Path file = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "DATA",
            description = "The original, by a known name (its test part) or a path: every item is compared with it.")
    @Nullable
    String against;

    @Mixin
    CodecOptions codec = new CodecOptions();

    @Mixin
    ItemOptions items = new ItemOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() throws IOException {
        Decompressor.Contents contents = Decompressor.contents(file);
        ExactInference model = codec.inference();
        Countdown progress = new Countdown(console, "verified", contents.items());
        long start = System.nanoTime();
        double largest = 0;
        if (against == null) {
            Decompressor.read(model, file, codec.threads, item -> progress.show(item.index() + 1));
        } else {
            largest = Verification.against(
                    model,
                    file,
                    items.raw(against, model.model().spec().schema(), ModelParameter.table(codec.model), console),
                    codec.threads,
                    progress::show);
        }
        double perSecond = contents.items() / ((System.nanoTime() - start) / 1e9);
        console.clearLine();
        console.result(String.format("%s is whole: %,d items, %,.0f items/s", file, contents.items(), perSecond));
        console.result(compared(contents.header().isLossless(), largest));
        console.resultJson(Map.of(
                "file",
                file.toString(),
                "items",
                contents.items(),
                "itemsPerSecond",
                perSecond,
                "compared",
                against != null,
                "largestDifference",
                largest));
        return 0;
    }

    private String compared(boolean lossless, double largest) {
        if (against == null) {
            return "This is the file alone: give the original with --against to compare them.";
        }
        return lossless
                ? "Every item is that of " + against + ", bit for bit."
                : "With loss: no value is further than " + largest + " from that of " + against + ".";
    }
}
