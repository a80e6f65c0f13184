package dev.penumbra.cli;

import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.DataSummary;
import dev.penumbra.data.KnownData;
import dev.penumbra.data.Source;
import dev.penumbra.data.Sources;
import dev.penumbra.data.TableFormat;
import dev.penumbra.report.DataPicture;
import dev.penumbra.run.RunConfig.ImageSize;
import dev.penumbra.run.RunData;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What data there is, and what it looks like. */
@Command(
        name = "data",
        description = "List the known data sets, or show one.",
        subcommands = {DataCommand.ListCommand.class, DataCommand.ShowCommand.class})
final class DataCommand {
    @Command(name = "list", description = "List the data sets that are known by name.")
    static final class ListCommand implements Runnable {
        @Mixin
        Console console = new Console();

        @Override
        public void run() {
            for (KnownData.Entry entry : KnownData.list()) {
                console.result(String.format("%-16s %s", entry.name(), entry.description()));
            }
            console.result("\nAnything else is taken for a path. See one with: penumbra data show digits");
            console.resultJson(KnownData.list());
        }
    }

    @Command(name = "show", description = "Summarize a data set and draw some of its examples.")
    static final class ShowCommand implements Runnable {
        @Parameters(paramLabel = "NAME", description = "A known name or a path.")
        String name = "";

        @Option(names = "--data-dir", paramLabel = "DIR", description = "Where known sets are looked for first.")
        @Nullable
        Path dataDir;

        @Option(
                names = "--resize",
                paramLabel = "HxW",
                converter = SizeConverter.class,
                description = "Bring all images to this size.")
        @Nullable
        ImageSize resize;

        @Mixin
        TableOptions table = new TableOptions();

        @Option(names = "--seed", paramLabel = "N", description = "Of generated sets.")
        long seed = 1;

        @Mixin
        Console console = new Console();

        @Override
        public void run() {
            Source source = Sources.open(
                    name,
                    new DataOptions(dataDir, RunData.resize(resize), new Seed(seed))
                            .withTable(table.over(TableFormat.FOUND)));
            console.notes(source.train());
            DataSummary summary = DataSummary.of(source);
            Path picture = Path.of(TrainCommand.name(name) + ".png").toAbsolutePath();
            DataPicture.write(picture, source.train());
            console.result(DataText.of(summary));
            console.result("Picture: " + picture);
            console.say("Next:    penumbra train " + name);
            console.resultJson(Map.of(
                    "summary", summary,
                    "notes", source.train().notes(),
                    "picture", picture.toString()));
        }
    }
}
