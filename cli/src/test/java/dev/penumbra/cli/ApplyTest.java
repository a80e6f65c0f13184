package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verbs that apply a model, on small models of images, of points, and of images given their class. */
class ApplyTest {
    @TempDir
    static Path folder;

    private static Path images;
    private static Path points;
    private static Path conditional;

    @BeforeAll
    static void train() {
        images = trained("images", "digits", "--encoder", "mlp:16");
        points = trained("points", "rings", "--encoder", "mlp:16");
        conditional = trained("conditional", "digits", "--encoder", "mlp:16", "--conditional");
    }

    /** The model alone, without its run. */
    private static Path trained(String name, Object... options) {
        Object[] first = {"train", options[0], "--run", folder.resolve(name), "--latent", 2, "--epochs", 1, "--quiet"};
        Cli cli = Cli.run(
                Stream.concat(Stream.of(first), Stream.of(options).skip(1)).toArray());
        assertThat(cli.code()).as(cli.toString()).isZero();
        return folder.resolve(name).resolve("model.penumbra");
    }

    private static JsonNode json(Object... args) {
        Cli cli = Cli.run(Stream.concat(Stream.of(args), Stream.of("--json")).toArray());
        assertThat(cli.code()).as(cli.toString()).isZero();
        return Json.read(cli.out().getBytes(StandardCharsets.UTF_8), JsonNode.class, "stdout");
    }

    private static void refused(String word, Object... args) {
        Cli cli = Cli.run(args);
        assertThat(cli.code()).as(cli.toString()).isEqualTo(1);
        assertThat(cli.err()).contains("expected:", "remedy:", word).doesNotContain("\tat ");
    }

    private static Path out(String name) {
        return folder.resolve(name);
    }

    @Test
    void generateWritesWhatTheEndingSays() throws IOException {
        json("generate", images, "--count", 9, "-o", out("g.png"));
        assertThat(out("g.png")).isNotEmptyFile();
        json("generate", images, "--count", 3, "--sample", "-o", out("g"));
        assertThat(out("g")).isDirectoryContaining("glob:**2.png");
        json("generate", points, "--count", 5, "-o", out("g.csv"));
        assertThat(Files.readAllLines(out("g.csv"))).hasSize(6);
        json("generate", points, "--count", 5, "--from", "mixture", "--data", "rings", "-o", out("m.csv"));
        assertThat(out("m.csv")).isNotEmptyFile();
        json("generate", conditional, "--label", 7, "-o", out("seven.png"));
        Cli text = Cli.run("generate", images, "-o", out("g.png"));
        assertThat(text.out()).contains("Generated 64 examples", "g.png", "Next:");
    }

    @Test
    void theSameSeedGeneratesTheSameBytes() throws IOException {
        json("generate", images, "--count", 4, "--seed", 3, "-o", out("1.npy"));
        json("generate", images, "--count", 4, "--seed", 3, "-o", out("2.npy"));
        json("generate", images, "--count", 4, "--seed", 4, "-o", out("3.npy"));
        assertThat(Files.readAllBytes(out("2.npy"))).isEqualTo(Files.readAllBytes(out("1.npy")));
        assertThat(Files.readAllBytes(out("3.npy"))).isNotEqualTo(Files.readAllBytes(out("1.npy")));
    }

    @Test
    void reconstructGivesTheErrorOfEachItem() throws IOException {
        JsonNode result = json("reconstruct", images, "digits", "-o", out("r.png"));
        assertThat(result.get("reconstructed").get("examples").asInt()).isEqualTo(2000);
        assertThat(Files.readAllLines(out("r-errors.csv"))).hasSize(2001).startsWith("name,label,mse,negLogLikelihood");
        json("reconstruct", points, "rings:3", "-o", out("r.csv"), "--errors", out("e.csv"));
        assertThat(Files.readAllLines(out("r.csv"))).hasSize(2);
        json("reconstruct", conditional, "digits:3", "-o", out("c.npy"));
    }

    @Test
    void filesOfAFolderKeepTheirNames() throws IOException {
        json("generate", images, "--count", 3, "-o", out("named"));
        json("encode", images, out("named"), "-o", out("named.csv"));
        assertThat(Files.readAllLines(out("named.csv")).get(2)).startsWith("1.png,");
        json("decode", images, out("named.csv"), "-o", out("renamed"));
        assertThat(out("renamed")).isDirectoryContaining("glob:**1-1.png");
    }

    @Test
    void encodeAndDecodeMeetReconstruct() throws IOException {
        json("encode", points, "rings", "-o", out("codes.npy"));
        json("decode", points, out("codes.npy"), "-o", out("decoded.npy"));
        json("reconstruct", points, "rings", "-o", out("reconstructed.npy"));
        assertThat(Files.readAllBytes(out("decoded.npy"))).isEqualTo(Files.readAllBytes(out("reconstructed.npy")));
        json("encode", conditional, "digits:4", "-o", out("c.csv"));
        json("decode", conditional, out("c.csv"), "-o", out("c.png"));
    }

    @Test
    void interpolateMeasuresItsPath() {
        JsonNode path =
                json("interpolate", images, "digits:0", "digits:1", "digits:2", "--steps", 4, "-o", out("i.gif"));
        assertThat(path.get("steps").size()).isEqualTo(6);
        assertThat(path.get("length").asDouble())
                .isGreaterThanOrEqualTo(path.get("straight").asDouble());
        json("interpolate", points, "rings:0", "rings:9", "--spherical", "-o", out("i.csv"));
        json("interpolate", conditional, "digits:0", "digits:1", "-o", out("i.png"));
        assertThat(out("i.png")).isNotEmptyFile();
    }

    @Test
    void traverseOrdersDimensionsAndNamesFactors() {
        JsonNode traversed = json("traverse", images, "--data", "digits", "-o", out("t.png"), "--each", out("t"));
        assertThat(traversed.get("factors").size()).isEqualTo(2);
        assertThat(traversed.get("order").get("by").asString()).contains("KL");
        assertThat(out("t")).isDirectoryContaining("glob:**1-z?.png");
        Cli text = Cli.run("traverse", points, "-o", out("t.csv"));
        assertThat(text.out()).contains("not known without --data");
        json("traverse", conditional, "digits:3", "-o", out("tc.png"));
    }

    @Test
    void scoreTellsAnomaliesByTheirClass() throws IOException {
        JsonNode scores = json(
                "score", images, "digits", "--normal", "1,7", "-o", out("s.csv"), "--maps", out("maps"), "--count", 4);
        assertThat(scores.get("auc").asDouble()).isBetween(0.0, 1.0);
        assertThat(Files.readAllLines(out("s.csv"))).hasSize(2001);
        assertThat(out("s.png")).isNotEmptyFile();
        try (var maps = Files.list(out("maps"))) {
            assertThat(maps).hasSize(4);
        }
        for (String method : new String[] {"elbo", "nll", "reconstruction"}) {
            json("score", points, "rings", "--method", method, "--samples", 3, "-o", out("p.csv"));
            assertThat(Files.readAllLines(out("p.csv")).getFirst()).contains("share_");
        }
        json("score", conditional, "digits:8", "-o", out("c.csv"));
    }

    @Test
    void overlapIsOneWithItself() {
        JsonNode same = json("overlap", images, "digits:3", "digits:3", "-o", out("o.png"))
                .get("overlap");
        assertThat(same.get("coefficient").asDouble()).isEqualTo(1);
        assertThat(same.get("kl").asDouble()).isZero();
        assertThat(out("o.png")).isNotEmptyFile();
        json("overlap", points, "rings:0", "rings:1", "-o", out("o.csv"));
    }

    @Test
    void badInputIsExplained() throws IOException {
        refused("0, 1, 2", "generate", conditional);
        refused("0, 1, 2", "generate", conditional, "--label", "cat");
        refused("not conditioned", "generate", images, "--label", "1");
        refused("--data DATA", "generate", images, "--from", "mixture");
        refused("positive", "generate", images, "--temperature", "0");
        refused("--count", "generate", images, "--count", "0");
        refused("from 0 to 1999", "reconstruct", images, "digits:2000");
        refused("another shape", "score", images, "rings");
        refused("2 to 100", "interpolate", images, "digits:1");
        refused("--steps", "interpolate", images, "digits:1", "digits:2", "--steps", 1);
        refused("digits:0", "overlap", images, "digits", "digits:1");
        refused("digits:0", "traverse", images, "digits");
        refused("0, 1, 2", "score", images, "digits:1", "--normal", "x", "-o", out("never.csv"));
        Path nan = Files.writeString(out("nan.csv"), "x,y\n1,NaN\n");
        refused("NaN", "score", points, nan);
        Path damaged = Files.write(out("damaged.penumbra"), new byte[] {1, 2, 3});
        refused("damaged.penumbra", "generate", damaged);
        assertThat(out("never.csv")).doesNotExist();
    }
}
