package dev.penumbra.cli;

import dev.penumbra.codec.Decompressor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decodes everything and keeps nothing. */
@Command(name = "verify", description = "Check that every item of a compressed file can be decoded.")
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A compressed file, .pnz.")
    Path file = Path.of("");

    @Mixin
    CodecOptions codec = new CodecOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() throws IOException {
        long items = Decompressor.contents(file).items();
        Countdown progress = new Countdown(console, "verified", items);
        long start = System.nanoTime();
        Decompressor.read(codec.inference(), file, codec.threads, (index, name, x) -> progress.show(index + 1));
        double perSecond = items / ((System.nanoTime() - start) / 1e9);
        console.clearLine();
        console.result(String.format("%s is whole: %,d items, %,.0f items/s", file, items, perSecond));
        console.resultJson(Map.of("file", file.toString(), "items", items, "itemsPerSecond", perSecond));
        return 0;
    }
}
