package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake ends with one message, the right exit code, no stack trace, and nothing half written. */
class BadInputTest {
    @TempDir
    Path folder;

    private void refused(Cli cli, String... words) {
        assertThat(cli.code()).as(cli.toString()).isEqualTo(1);
        assertThat(cli.err())
                .contains("expected:", "received:", "where:", "remedy:")
                .contains(words);
        assertThat(cli.err() + cli.out()).doesNotContain("\tat ", "Exception in");
        assertThat(folder.resolve("run").resolve("model.penumbra")).doesNotExist();
    }

    private Cli train(Object data, Object... more) {
        Object[] first = {"train", data, "--run", folder.resolve("run"), "--quiet"};
        Object[] all = Stream.concat(Stream.of(first), Stream.of(more)).toArray();
        return Cli.run(all);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aPublishedTestPartWithoutLabels() throws IOException {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (String name : new String[] {"train/a/1.png", "train/b/1.png", "train/b/2.png", "test/1.png"}) {
            Path file = folder.resolve("set").resolve(name);
            Files.createDirectories(file.getParent());
            assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
        }
        refused(train(folder.resolve("set"), "--conditional"), "labels", "test/1.png");
    }

    @Test
    void missingFile() {
        refused(train(folder.resolve("none.csv")), "none.csv");
    }

    @Test
    void mistypedName() {
        refused(train("digitz"), "digits");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void truncatedGz() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gz = new GZIPOutputStream(bytes)) {
            gz.write(new byte[] {0, 0, 8, 3, 0, 0, 0, 100, 0, 0, 0, 28, 0, 0, 0, 28});
            byte[] noise = new byte[78_400];
            new Seed(1).random().nextBytes(noise);
            gz.write(noise);
        }
        Path file = folder.resolve("x-idx3-ubyte.gz");
        Files.write(file, Arrays.copyOf(bytes.toByteArray(), 20_000));
        refused(train(file), "x-idx3-ubyte.gz");
    }

    @Test
    void wrongMagic() throws IOException {
        Path file = folder.resolve("x-idx3-ubyte");
        Files.write(file, new byte[] {9, 9, 9, 9, 0, 0, 0, 1});
        refused(train(file), "x-idx3-ubyte");
    }

    @Test
    void textWhereANumberShouldBe() throws IOException {
        refused(train(file("a.csv", "a,b\n1,2\n3,four\n5,6\n")), "four", "row", "b");
    }

    @Test
    void nanCells() throws IOException {
        refused(train(file("a.csv", "a,b\n1,2\n3,NaN\n5,6\n")), "NaN");
    }

    @Test
    void emptySet() throws IOException {
        refused(train(file("a.csv", "a,b\n")), "a.csv");
    }

    @Test
    void oneClassOnlyIsNoMistake() throws IOException {
        StringBuilder rows = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i % 7).append(',').append(i % 5).append(",7\n");
        }
        Cli cli = train(file("a.csv", rows.toString()), "--epochs", 3);
        assertThat(cli.code()).as(cli.toString()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--latent, 0, latent",
        "--epochs, 0, epochs",
        "--batch, -3, batch",
        "--lr, -1, learningRate",
        "--threads, -1, threads",
        "--encoder, mlp:, mlp",
        "--encoder, 'mlp:0', mlp",
        "--encoder, 'conv:8', image",
        "--encoder, 'cnn:8', cnn",
        "--lambda, -1, lambda"
    })
    void valuesThatAreNotAllowed(String option, String value, String word) {
        refused(train("moons", option, value), word);
    }

    @Test
    void likelihoodThatDoesNotFit() {
        refused(train("moons", "--likelihood", "bernoulli"), "[0, 1]", "gaussian");
        refused(train("digits", "--likelihood", "bernoulli", "--lambda", "1e-3"), "--beta");
    }

    @Test
    void unknownWordsGetASuggestionAndExitCode2() {
        Cli option = Cli.run("train", "moons", "--latnt", 3);
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err()).contains("--latnt", "--latent");
        Cli verb = Cli.run("trian", "moons");
        assertThat(verb.code()).isEqualTo(2);
        assertThat(verb.err()).contains("trian", "train");
        Cli text = Cli.run("train", "moons", "--latent", "many");
        assertThat(text.code()).isEqualTo(2);
        assertThat(text.err()).contains("--latent", "many").doesNotContain("\tat ");
    }

    @Test
    void configOfANewerVersion() throws IOException {
        refused(train("moons", "--config", file("c.json", "{\"version\": 99}")), "99", "update");
    }

    @Test
    void configWithAMistypedField() throws IOException {
        refused(train("moons", "--config", file("c.json", "{\"trainin\": {}}")), "trainin", "training", "c.json");
        refused(train("moons", "--config", file("d.json", "{\"training\": {\"epochs\": 0}}")), "epochs", "d.json");
        refused(train("moons", "--config", file("e.json", "{\"training\": ")), "e.json");
    }

    @Test
    void aRunIsNeverOverwritten() throws IOException {
        assertThat(train("moons", "--epochs", 1).code()).isZero();
        byte[] model = Files.readAllBytes(folder.resolve("run").resolve("model.penumbra"));
        Cli again = train("moons");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("resume");
        assertThat(Files.readAllBytes(folder.resolve("run").resolve("model.penumbra")))
                .isEqualTo(model);
    }

    @Test
    void aFileInTheWayOfTheRunsFolder() throws IOException {
        Path file = file("file", "x");
        Cli cli = Cli.run("train", "moons", "--run", file.resolve("run"), "--quiet");
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.err()).contains("Cannot write to the run's folder", "remedy:");
        assertThat(file).hasContent("x");
    }

    @Test
    void aFullDisk() throws IOException {
        // Linux answers every write to /dev/full as a full disk does.
        Path full = Path.of("/dev/full");
        Path codes = folder.resolve("codes");
        assertThatThrownBy(() -> AtomicFiles.write(codes, out -> Files.write(full, new byte[1])))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("No space left", "free some space");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderWithSomethingElseInIt() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Path other = Files.writeString(run.resolve("thesis.txt"), "x");
        refused(train("moons"), "something else in the run's folder", "thesis.txt", "run");
        assertThat(other).hasContent("x");
        assertThat(run).isDirectoryNotContaining("glob:**.json");
        Cli file = Cli.run("train", "moons", "--run", other, "--quiet");
        assertThat(file.code()).isEqualTo(1);
        assertThat(file.err()).contains("Cannot write to the run's folder", "a file is in the way");
    }

    @Test
    void aNameThatATerminalWouldObey() throws IOException {
        Path data = file("a.csv", "a,b\u001b[2J\n1,2\n3,four\u009b\n5,6\n");
        Cli cli = train(data);
        refused(cli, "b\\u001b[2J", "four\\u009b");
        assertThat(cli.err() + cli.out()).doesNotContain("\u001b", "\u009b");
        Cli shown = Cli.run("data", "show", file("b.csv", "a,label\n" + "1,x\u001b]0;y\u0007\n2,z\n".repeat(9)));
        assertThat(shown.out()).contains("x\\u001b]0;y\\u0007").doesNotContain("\u001b", "\u0007");
    }

    @Test
    void verbsOnFoldersThatAreNoRuns() {
        for (String verb : new String[] {"resume", "evaluate", "report"}) {
            refused(Cli.run(verb, folder), "not a run", "penumbra runs ls");
        }
    }

    @Test
    void evaluatingARunThatIsNotFinished() throws IOException {
        Path run = Files.createDirectories(folder.resolve("unfinished"));
        Files.writeString(run.resolve("config.json"), "{\"version\": 1}");
        refused(Cli.run("evaluate", run), "no model yet", "resume");
    }
}
