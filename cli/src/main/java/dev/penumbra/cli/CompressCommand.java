package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.codec.Compressor;
import dev.penumbra.codec.Compressor.Settings;
import dev.penumbra.codec.Compressor.Summary;
import dev.penumbra.data.Dataset;
import dev.penumbra.model.ExactInference;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a compressed file. */
@Command(
        name = "compress",
        description = "Compress data with a model: without loss, or with --quality to what the model keeps of it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penumbra compress digits --model runs/demo --quality 50 -o digits.pnz",
            "  penumbra compress mnist --pixels binarized --model runs/mnist -o mnist.pnz"
        })
final class CompressCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DATA", description = ItemOptions.DESCRIPTION)
    String data = "";

    @Mixin
    CodecOptions codec = new CodecOptions();

    @Option(names = "--quality", paramLabel = "Q", description = "With loss: 1 (smallest) to 100 (best).")
    @Nullable
    Integer quality;

    @Option(
            names = "--block",
            paramLabel = "N",
            description = "Items of a block (default 1000): fewer are found faster, more take less room.")
    int block = Settings.BLOCK_ITEMS;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The compressed file (default DATA.pnz).")
    @Nullable
    Path output;

    @Mixin
    ItemOptions items = new ItemOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        range("--quality", quality == null ? 1 : quality, 1, 100);
        range("--block", block, 1, 1 << 20);
        ExactInference model = codec.inference();
        Dataset dataset = items.raw(data, model.model().spec().schema(), ModelParameter.table(codec.model), console);
        Path file = output != null ? output : Path.of(TrainCommand.name(data) + ".pnz");
        items.requireOther(file);
        Countdown progress = new Countdown(console, "compressed", dataset.size());
        long start = System.nanoTime();
        Summary summary = Compressor.compress(
                model,
                dataset,
                data,
                file,
                new Settings(quality == null ? 0 : quality, block, codec.threads),
                progress::show);
        double seconds = (System.nanoTime() - start) / 1e9;
        console.clearLine();
        console.result(String.format(
                Locale.ROOT,
                "%,d items in %,d bytes: %.4f bits per value, %.1f bytes an item; %,d blocks, %,d initial bits in all;"
                        + " %,.0f items/s",
                summary.items(),
                summary.bytes(),
                summary.bitsPerValue(),
                (double) summary.bytes() / summary.items(),
                summary.blocks(),
                summary.initialBits(),
                summary.items() / seconds));
        summary.notes().forEach(note -> console.say("Note:       " + note));
        console.result("Compressed: " + file);
        console.say("Next:       penumbra info " + file + " --model " + codec.model);
        console.resultJson(Map.of(
                "file",
                file.toString(),
                "items",
                summary.items(),
                "bytes",
                summary.bytes(),
                "bitsPerValue",
                summary.bitsPerValue(),
                "blocks",
                summary.blocks(),
                "initialBits",
                summary.initialBits(),
                "itemsPerSecond",
                summary.items() / seconds,
                "notes",
                summary.notes()));
        return 0;
    }

    private static void range(String option, int value, int low, int high) {
        if (value < low || value > high) {
            throw new InputException(
                    "A number is out of range.",
                    "from " + low + " to " + high,
                    String.valueOf(value),
                    option,
                    "give a number in that range");
        }
    }
}
