package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.data.TableFormat;
import dev.penumbra.run.ConfigFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables from the file to the model and back: what was understood is shown, kept, and applied to new files. */
class TablesTest {
    @TempDir
    static Path folder;

    private static Path run;

    private static Path file(String name, String header, int rows, IntFunction<String> row) throws IOException {
        String body = IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve(name), header + "\n" + body + "\n", StandardCharsets.UTF_8);
    }

    private static Cli ok(Object... args) {
        Cli cli = Cli.run(args);
        assertThat(cli.code()).as(cli.toString()).isZero();
        return cli;
    }

    @BeforeAll
    static void train() throws IOException {
        Path data = file(
                "animals.csv", "a;species;b", 60, i -> i * i % 7 + ",5;" + (i % 3 == 0 ? "cat" : "ant") + ";" + i % 11);
        run = folder.resolve("run");
        Cli cli = ok(
                "train",
                data,
                "--label-column",
                "species",
                "--run",
                run,
                "--latent",
                2,
                "--epochs",
                1,
                "--encoder",
                "mlp:8");
        assertThat(cli.out())
                .contains("Data: read as: semicolon, header, UTF-8, 60 rows, 2 columns, 2 classes from 'species';"
                        + " decimal commas");
    }

    @Test
    void howTheTableWasReadIsKept() {
        TableFormat table = ConfigFile.read(run.resolve("config.json")).data().table();
        assertThat(table).isEqualTo(new TableFormat(null, null, null, "species", null, null));
        assertThat(ok("evaluate", run).out()).contains("2 classes from 'species'");
        assertThat(ok("report", run).out()).contains("2 classes from 'species'");
    }

    @Test
    void newFilesAreReadTheSameWay() throws IOException {
        Path other = file("new.csv", "id,b,a,species", 4, i -> "x" + i + "," + i + ".5," + i + ",cat");
        Path codes = folder.resolve("codes.csv");
        Cli cli = ok("encode", run, other, "-o", codes);
        assertThat(cli.out()).contains("left out: id, which the model does not read", "one class from 'species'");
        assertThat(Files.readString(codes)).contains("cat");
        Path bare = file("bare.csv", "a,b", 4, i -> i + "," + i + ".5");
        assertThat(ok("score", run, bare, "-o", folder.resolve("s.csv")).out()).contains("no column 'species'");
    }

    @Test
    void notesAreNoPartOfTheResult() throws IOException {
        Path other = file("json.csv", "a,b", 4, i -> i + "," + i + ".5");
        Cli json = ok("score", run, other, "-o", folder.resolve("j.csv"), "--json");
        assertThat(json.out()).startsWith("{").doesNotContain("read as");
        assertThat(json.err()).contains("read as");
        Cli quiet = ok("score", run, other, "-o", folder.resolve("q.csv"), "--quiet");
        assertThat(quiet.out() + quiet.err()).doesNotContain("read as");
    }

    @Test
    void rowsOfPixelsAreDrawnAsImages() throws IOException {
        String names = IntStream.range(0, 16).mapToObj(i -> "pixel" + i).collect(Collectors.joining(","));
        IntFunction<String> pixels = i -> IntStream.range(0, 16)
                .mapToObj(j -> String.valueOf((i * 37 + j * 11) % 256))
                .collect(Collectors.joining(","));
        Path data = file("digits.csv", "label," + names, 60, i -> i % 10 + "," + pixels.apply(i));
        Path images = folder.resolve("images");
        Cli cli = ok("train", data, "--run", images, "--latent", 2, "--epochs", 1, "--encoder", "mlp:8");
        assertThat(cli.out()).contains("images 1x4x4 of 0 to 255", "10 classes from 'label'");
        Path png = folder.resolve("x.png");
        ok("generate", images, "--count", 4, "-o", png);
        assertThat(png).isNotEmptyFile();
        Path bare = file("bare-digits.csv", "c1" + ",c".repeat(15), 3, pixels);
        assertThat(ok("encode", images, bare, "-o", folder.resolve("c.npy")).out())
                .contains("images 1x4x4");
    }

    @Test
    void aDataSetShowsWhatWasUnderstood() throws IOException {
        Path data = file("show.csv", "a,b", 4, i -> i + "," + i + ".5");
        Cli cli = ok("data", "show", data, "--json", "--header", "yes");
        assertThat(cli.out()).contains("\"notes\"", "read as: comma, header, UTF-8, 4 rows, 2 columns");
        Files.deleteIfExists(Path.of("show.png"));
    }
}
