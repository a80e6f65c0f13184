package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import dev.penumbra.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One class learned alone, and what is of none. */
class AnomalyTest {
    @TempDir
    static Path folder;

    private static Path run;
    private static Path data;

    /** 60 rows near 0, and 10 that lie around 30. */
    @BeforeAll
    static void train() throws IOException {
        float[] noise = new Seed(4).gaussians(140);
        StringBuilder table = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 70; i++) {
            double shift = i < 60 ? 0 : 30;
            table.append(noise[2 * i] + shift).append(',').append(noise[2 * i + 1] - shift);
            table.append(i < 60 ? ",ok\n" : ",odd\n");
        }
        data = Files.writeString(folder.resolve("rows.csv"), table);
        run = folder.resolve("run");
        Cli cli = Cli.run(
                "train", data, "--run", run, "--normal", "ok", "--latent", 2, "--epochs", 1, "--encoder", "mlp:8");
        assertThat(cli.code()).as(cli.toString()).isZero();
    }

    private static JsonNode json(Cli cli) {
        assertThat(cli.code()).as(cli.toString()).isZero();
        return Json.read(cli.out().getBytes(StandardCharsets.UTF_8), JsonNode.class, "stdout");
    }

    @Test
    void theTestPartOfTheRunIsScored() {
        JsonNode scores = json(Cli.run("score", run, "-o", folder.resolve("test.csv"), "--json"));
        assertThat(scores.get("examples").asInt()).isEqualTo(6 + 10);
        assertThat(scores.get("anomalies").asInt()).isEqualTo(10);
        assertThat(scores.get("auc").asDouble()).isEqualTo(1);
        assertThat(scores.get("averagePrecision").asDouble()).isEqualTo(1);
    }

    @Test
    void whatWasTrainedOnIsSaid() {
        Cli cli = Cli.run("score", run, data, "-o", folder.resolve("all.csv"));
        assertThat(cli.toString()).contains("trained on 51 of these examples", "70 examples", "average precision");
        Cli file = Cli.run("score", run.resolve("model.penumbra"), data, "-o", folder.resolve("file.csv"));
        assertThat(file.code()).as(file.toString()).isZero();
        assertThat(file.toString()).doesNotContain("trained on", "average precision");
        assertThat(Cli.run("score", run.resolve("model.penumbra")).toString()).contains("There is nothing to score");
    }

    @Test
    void theOrderOfTheFileChangesNoScore() throws IOException {
        List<String> rows = Files.readAllLines(data);
        List<String> back = new java.util.ArrayList<>(rows.subList(1, rows.size()));
        Collections.reverse(back);
        back.addFirst(rows.getFirst());
        Path turned = Files.write(folder.resolve("turned.csv"), back);
        Path one = folder.resolve("one.csv");
        Path other = folder.resolve("other.csv");
        JsonNode forth = json(Cli.run("score", run, data, "-o", one, "--json"));
        JsonNode turn = json(Cli.run("score", run, turned, "-o", other, "--json"));
        assertThat(turn.get("mean")).isEqualTo(forth.get("mean"));
        List<String> scored = Files.readAllLines(one);
        List<String> again = Files.readAllLines(other);
        assertThat(IntStream.rangeClosed(1, 70).mapToObj(i -> scored.get(i).replaceFirst("^\\d+", "")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 70)
                        .mapToObj(i -> again.get(71 - i).replaceFirst("^\\d+", ""))
                        .toList());
    }

    @Test
    void noVerbWritesOverWhatItReads() throws IOException {
        byte[] before = Files.readAllBytes(data);
        Path codes = folder.resolve("codes.csv");
        assertThat(Cli.run("encode", run, data, "-o", codes).code()).isZero();
        byte[] coded = Files.readAllBytes(codes);
        for (Cli cli : List.of(
                Cli.run("score", run, data, "-o", data),
                Cli.run("score", run, data + ":3", "-o", data),
                Cli.run("encode", run, data, "-o", folder.resolve(".").resolve("rows.csv")),
                Cli.run("decode", run, codes, "-o", codes),
                Cli.run("reconstruct", run, data, "-o", data),
                Cli.run("reconstruct", run, data, "-o", folder.resolve("r.csv"), "--errors", data),
                Cli.run(
                        "reconstruct",
                        run,
                        data,
                        "-o",
                        folder.resolve("e.csv"),
                        "--errors",
                        folder.resolve("e.csv")))) {
            assertThat(cli.code()).as(cli.toString()).isEqualTo(1);
            assertThat(cli.toString()).contains("take the place");
        }
        assertThat(Files.readAllBytes(data)).isEqualTo(before);
        assertThat(Files.readAllBytes(codes)).isEqualTo(coded);
    }

    @Test
    void bothNetworksAreExported() {
        Path out = folder.resolve("onnx");
        Cli cli = Cli.run("export", "onnx", run, "-o", out);
        assertThat(cli.code()).as(cli.toString()).isZero();
        assertThat(cli.out()).contains("input [batch, 2]", "output [batch, 4]: 2 means", "decoder.onnx");
        assertThat(out).isDirectoryContaining("glob:**encoder.onnx").isDirectoryContaining("glob:**decoder.onnx");
    }

    @Test
    void allRowsAreLearnedWhereNoTestPartIsWanted() {
        Path all = folder.resolve("whole");
        Cli cli = Cli.run(
                "train",
                data,
                "--run",
                all,
                "--test",
                0,
                "--validation",
                0,
                "--latent",
                2,
                "--epochs",
                1,
                "--encoder",
                "mlp:8");
        assertThat(cli.code()).as(cli.toString()).isZero();
        assertThat(cli.out()).contains("train ", "(70 examples)");
        JsonNode numbers = json(Cli.run("evaluate", all, "--json"));
        assertThat(numbers.get("split").asString()).isEqualTo("train");
        assertThat(numbers.get("health").toString()).doesNotContain("overfitting");
        Cli test = Cli.run("evaluate", all, "--split", "test");
        assertThat(test.code()).isEqualTo(1);
        assertThat(test.toString()).contains("no test split", "--split train");
        assertThat(Cli.run("report", all).code()).isZero();
    }
}
