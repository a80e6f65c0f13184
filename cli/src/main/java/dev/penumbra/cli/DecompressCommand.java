package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.codec.Decompressor;
import dev.penumbra.codec.ItemFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a compressed file apart again. */
@Command(name = "decompress", description = "Write the items of a compressed file.")
final class DecompressCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A compressed file, .pnz.")
    Path file = Path.of("");

    @Mixin
    CodecOptions codec = new CodecOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "NAME.npy for one array, NAME.csv for a table, else a folder of PNG images"
                    + " (default: what was compressed, under the file's name).")
    @Nullable
    Path output;

    @Option(
            names = "--item",
            paramLabel = "N",
            description = "Only one item, counted from 0, as a PNG, NAME.npy or NAME.csv.")
    @Nullable
    Long item;

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        if (item != null) {
            Path one = output != null ? output : unused("-" + item, ".png");
            ItemFiles.writeOne(codec.inference(), file, item, one);
            console.result("Item " + item + ": " + one);
            console.resultJson(Map.of("item", item, "output", one.toString()));
            return 0;
        }
        Path out = output != null ? output : unused("", "");
        long items = ItemFiles.write(codec.inference(), file, out, codec.threads);
        console.result(String.format("%,d items: %s", items, out));
        console.say("Next:  penumbra data show " + out);
        console.resultJson(Map.of("items", items, "output", out.toString()));
        return 0;
    }

    /** A name of our own choice, which is no file yet: it may be that of the original. */
    private Path unused(String more, String ofImages) {
        String ending = ItemFiles.ending(Decompressor.contents(file).header());
        Path path = Path.of(TrainCommand.name(file.toString()) + more + (ending.isEmpty() ? ofImages : ending));
        if (Files.isRegularFile(path)) {
            throw new InputException(
                    "There is a file of this name already.",
                    "a name that is free",
                    path.toString(),
                    "-o",
                    "give another name with -o, or this one to replace the file");
        }
        return path;
    }
}
