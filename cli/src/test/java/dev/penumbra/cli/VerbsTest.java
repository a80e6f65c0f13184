package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the verbs do on small runs of 2-D points. */
class VerbsTest {
    @TempDir
    static Path folder;

    private static Path run;

    @BeforeAll
    static void train() {
        run = folder.resolve("run");
        Cli cli =
                Cli.run("train", "rings", "--run", run, "--latent", 2, "--epochs", 2, "--encoder", "mlp:32", "--quiet");
        assertThat(cli.code()).as(cli.toString()).isZero();
        assertThat(cli.out()).contains("ELBO", "Report: ");
    }

    private static JsonNode json(Cli cli) {
        assertThat(cli.code()).as(cli.toString()).isZero();
        return Json.read(cli.out().getBytes(StandardCharsets.UTF_8), JsonNode.class, "stdout");
    }

    @Test
    void aRunLeavesItsFiles() {
        for (String name : new String[] {
            "config.json",
            "provenance.json",
            "metrics.jsonl",
            "model.penumbra",
            "report.html",
            "checkpoint/state.safetensors"
        }) {
            assertThat(run.resolve(name)).isNotEmptyFile();
        }
        assertThat(run.resolve("images")).isDirectoryContaining("glob:**.png");
    }

    @Test
    void evaluatePrintsAllNumbersWithTheirUnits() {
        JsonNode numbers = json(Cli.run("evaluate", run, "--json"));
        for (String field : new String[] {
            "elbo", "logLikelihood", "kl", "mse", "loss", "beta", "meanAbsMu", "meanSigma", "activeUnits", "examples"
        }) {
            assertThat(numbers.get(field)).as(field).isNotNull();
            assertThat(numbers.get(field).isNumber()).as(field).isTrue();
            assertThat(numbers.get("units").get(field).asString())
                    .as("unit of " + field)
                    .isNotBlank();
        }
        assertThat(numbers.get("elbo").asDouble())
                .isEqualTo(numbers.get("logLikelihood").asDouble()
                        - numbers.get("kl").asDouble());
        assertThat(numbers.get("loss").asDouble())
                .isEqualTo(-numbers.get("elbo").asDouble());
        JsonNode train = json(Cli.run("evaluate", run, "--split", "train", "--json"));
        assertThat(train.get("examples").asInt())
                .isGreaterThan(numbers.get("examples").asInt());
    }

    @Test
    void evaluateEstimatesLogMarginalsAndNamesItsProtocol() {
        JsonNode numbers = json(Cli.run("evaluate", run, "--samples", 20, "--examples", 50, "--json", "--threads", 1));
        JsonNode importance = numbers.get("importance");
        assertThat(importance.get("samples").asInt()).isEqualTo(20);
        assertThat(importance.get("examples").asInt()).isEqualTo(50);
        assertThat(importance.get("logMarginal").asDouble())
                .isGreaterThan(importance.get("elbo").asDouble());
        assertThat(importance.get("bitsPerDim").isNull()).isTrue();
        JsonNode protocol = numbers.get("protocol");
        assertThat(protocol.get("data").asString()).isEqualTo("rings");
        assertThat(protocol.get("split").asString()).isEqualTo("test");
        assertThat(protocol.get("examples").asInt()).isEqualTo(50);
        assertThat(protocol.get("samples").asInt()).isEqualTo(20);
        assertThat(numbers.get("examples").asInt()).isEqualTo(50);
        assertThat(numbers.get("units").get("importance.nll").asString()).contains("Nats");
        Cli text = Cli.run("evaluate", run, "--samples", 20, "--examples", 50);
        assertThat(text.out()).contains("rings, test split, 50 examples", "log p(x)", "20 samples");
        assertThat(Cli.run("evaluate", run, "--samples", 0).err()).contains("--samples");
        assertThat(Cli.run("evaluate", run, "--examples", 100_000).err()).contains("--examples");
    }

    @Test
    void evaluateTellsHowTheCodesLieAndWhetherTheModelIsWell() {
        JsonNode numbers = json(Cli.run("evaluate", run, "--json"));
        assertThat(numbers.get("rate")).isEqualTo(numbers.get("kl"));
        assertThat(numbers.get("distortion").asDouble())
                .isEqualTo(-numbers.get("logLikelihood").asDouble());
        assertThat(numbers.get("pixels").asString()).isNotBlank();
        assertThat(numbers.get("elboStandardError").asDouble()).isPositive();
        assertThat(numbers.get("aggregate").get("information").asDouble()).isPositive();
        assertThat(numbers.get("aggregate").get("mmd").isNumber()).isTrue();
        assertThat(numbers.get("scores").isNull()).isTrue();
        assertThat(numbers.get("health").get("findings").size()).isEqualTo(7);
        Cli text = Cli.run("evaluate", run);
        assertThat(text.out()).contains("rate", "distortion", "I(x; z)", "MMD", "health");
        assertThat(Cli.run("evaluate", run, "--scores").err()).contains("--scores", "factors");
    }

    @Test
    void knownFactorsGiveScores() {
        Path digits = folder.resolve("digits");
        assertThat(Cli.run(
                                "train",
                                "digits",
                                "--run",
                                digits,
                                "--latent",
                                3,
                                "--epochs",
                                1,
                                "--encoder",
                                "mlp:16",
                                "--quiet")
                        .code())
                .isZero();
        JsonNode numbers = json(Cli.run("evaluate", digits, "--examples", 300, "--json"));
        assertThat(numbers.get("scores").get("mig").asDouble()).isBetween(0.0, 1.0);
        assertThat(json(Cli.run("evaluate", digits, "--examples", 300, "--no-scores", "--json"))
                        .get("scores")
                        .isNull())
                .isTrue();
    }

    @Test
    void modelsListsAllPieces() {
        assertThat(Cli.run("models").out())
                .contains(
                        "--likelihood",
                        "bernoulli",
                        "--posterior",
                        "--prior",
                        "vamp:K",
                        "iwae:k=N",
                        "resnet",
                        "ladder");
        JsonNode all = json(Cli.run("models", "--json"));
        all.forEach(offers ->
                offers.forEach(offer -> assertThat(offer.get("page").asString()).startsWith("docs/")));
        assertThat(all.get("objective").size()).isPositive();
    }

    @Test
    void evaluateMeasuresACheckpoint() throws IOException {
        Path unfinished = folder.resolve("unfinished");
        Files.createDirectories(unfinished.resolve("checkpoint"));
        Files.copy(run.resolve("config.json"), unfinished.resolve("config.json"));
        assertThat(Cli.run("evaluate", unfinished, "--checkpoint").err()).contains("no checkpoint yet");
        Path state = Path.of("checkpoint", "state.safetensors");
        Files.copy(run.resolve(state), unfinished.resolve(state));
        assertThat(Cli.run("evaluate", unfinished).err()).contains("no model yet");
        JsonNode numbers = json(Cli.run("evaluate", unfinished, "--checkpoint", "--json"));
        assertThat(numbers.get("checkpointStep").asInt()).isPositive();
        assertThat(numbers.get("elbo"))
                .isEqualTo(json(Cli.run("evaluate", run, "--json")).get("elbo"));
    }

    @Test
    void aFinishedRunWhoseConfigurationWasEditedIsNotMeasuredAsAnother() throws IOException {
        Path edited = folder.resolve("edited");
        Files.createDirectories(edited.resolve("checkpoint"));
        for (Path file : List.of(
                Path.of("model.penumbra"),
                Path.of("provenance.json"),
                Path.of("metrics.jsonl"),
                Path.of("checkpoint", "state.safetensors"))) {
            Files.copy(run.resolve(file), edited.resolve(file));
        }
        String config = Files.readString(run.resolve("config.json"));
        Files.writeString(edited.resolve("config.json"), config.replaceFirst("\"seed\" : \\d+", "\"seed\" : 77"));
        for (String verb : List.of("evaluate", "report", "score")) {
            Cli cli = Cli.run(verb, edited);
            assertThat(cli.code()).as(verb).isEqualTo(1);
            assertThat(cli.err()).as(verb).contains("another run", "seed 77");
        }
    }

    @Test
    void aConfigurationCanBeRunAgainForTheSameModel() throws IOException {
        Path again = folder.resolve("again");
        Cli cli = Cli.run("train", "--config", run.resolve("config.json"), "--run", again, "--json");
        assertThat(json(cli).get("outcome").asString()).isEqualTo("finished");
        JsonNode same = json(Cli.run("runs", "diff", run, again, "--json"));
        assertThat(same.size()).as(same.toString()).isZero();
    }

    @Test
    void runsAreListedAndCompared() {
        assertThat(Cli.run("runs", "ls", "--folder", folder).out()).contains("rings", "finished");
        Path other = folder.resolve("other");
        assertThat(Cli.run("train", "moons", "--run", other, "--latent", 1, "--epochs", 1, "--quiet")
                        .code())
                .isZero();
        Cli diff = Cli.run("runs", "diff", run, other);
        assertThat(diff.out()).contains("data.source", "rings", "moons", "model.latent", "results.test.loss");
    }

    @Test
    void aDamagedRunAmongGoodOnesIsListedWithWhatIsWrong() throws IOException {
        Path all = Files.createDirectories(folder.resolve("all"));
        Path good = copy(all.resolve("good"));
        Files.writeString(Files.createDirectories(all.resolve("bad")).resolve("config.json"), "{\"data\": null}");
        Files.writeString(copy(all.resolve("cut")).resolve("model.penumbra"), "PK");
        Files.createDirectories(all.resolve("folder").resolve("config.json"));
        Cli list = Cli.run("runs", "ls", "--folder", all);
        assertThat(list.code()).isZero();
        assertThat(list.out().lines().filter(line -> line.contains(all.toString())))
                .satisfiesExactly(
                        line -> assertThat(line).contains("bad", "damaged", "A field has no value"),
                        line -> assertThat(line).contains("cut", "damaged", "The file is damaged or no bundle"),
                        line -> assertThat(line).contains(good.toString(), "finished", "(test)"));
        assertThat(Cli.run("evaluate", all.resolve("cut")).err())
                .contains("delete it, then `penumbra resume " + all.resolve("cut") + "` writes it again");
    }

    /** The finished run without its report. */
    private Path copy(Path to) throws IOException {
        for (String name : List.of("config.json", "provenance.json", "metrics.jsonl", "model.penumbra")) {
            Files.createDirectories(to.resolve("checkpoint"));
            Files.copy(run.resolve(name), to.resolve(name));
        }
        Path state = Path.of("checkpoint", "state.safetensors");
        Files.copy(run.resolve(state), to.resolve(state));
        return to;
    }

    @Test
    void aFinishedRunIsNotTrainedAgainButItsReportIsWrittenWhereAKillLeftItOut() throws IOException {
        assertThat(Cli.run("resume", run).out())
                .contains("finished", "--epochs N")
                .doesNotContain("Report:");
        Path killed = copy(folder.resolve("killed"));
        assertThat(Cli.run("resume", killed).out()).contains("finished", "Report: ", "which was missing");
        assertThat(killed.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void aFinishedRunIsTrainedLonger() throws IOException {
        Path longer = copy(folder.resolve("longer"));
        Cli fewer = Cli.run("resume", longer, "--epochs", 1);
        assertThat(fewer.code()).isEqualTo(1);
        assertThat(fewer.err()).contains("done more epochs");
        Cli more = Cli.run("resume", longer, "--epochs", 4);
        assertThat(more.code()).as(more.err()).isZero();
        assertThat(more.out()).contains("as if asked for from the start", "epoch 4/4", "Report: ");
        assertThat(Cli.run("runs", "ls", "--folder", longer).out()).contains("finished");
    }

    @Test
    void theReportIsWrittenAgain() throws IOException {
        byte[] before = Files.readAllBytes(run.resolve("report.html"));
        assertThat(Cli.run("report", run).code()).isZero();
        assertThat(Files.readAllBytes(run.resolve("report.html"))).isEqualTo(before);
    }

    @Test
    void regimesStateTheLecturesClaims() {
        Path regimes = folder.resolve("regimes");
        JsonNode result =
                json(Cli.run("regimes", "rings", "--run", regimes, "--epochs", 2, "--encoder", "mlp:32", "--json"));
        assertThat(result.get("evaluations").size()).isEqualTo(4);
        assertThat(regimes.resolve("regimes.html")).isNotEmptyFile();
        // The same command again trains nothing.
        long before = regimes.resolve("both").resolve("model.penumbra").toFile().lastModified();
        assertThat(Cli.run("regimes", "rings", "--run", regimes, "--epochs", 2, "--encoder", "mlp:32", "--quiet")
                        .code())
                .isZero();
        assertThat(regimes.resolve("both").resolve("model.penumbra").toFile().lastModified())
                .isEqualTo(before);
        assertThat(Cli.run("regimes", "rings", "--run", regimes, "--epochs", 3, "--quiet")
                        .err())
                .contains("other settings");
        assertThat(Cli.run("regimes", "rings", "--run", regimes, "--beta", 1).err())
                .contains("leave --beta out");
    }

    @Test
    void sweepRecommendsOneOfItsValues() {
        Path sweep = folder.resolve("sweep");
        JsonNode result = json(Cli.run(
                "sweep",
                "moons",
                "--run",
                sweep,
                "--lambda",
                "0.01,0.1,1",
                "--folds",
                2,
                "--latent",
                2,
                "--epochs",
                2,
                "--encoder",
                "mlp:32",
                "--json"));
        assertThat(result.get("points").size()).isEqualTo(3);
        assertThat(result.get("recommended").asDouble()).isIn(0.01, 0.1, 1.0);
        assertThat(result.get("reason").asString()).contains("lambda");
        assertThat(sweep.resolve("sweep.html")).isNotEmptyFile();
        assertThat(Cli.run("sweep", "moons", "--run", sweep, "--lambda", "0,1").err())
                .contains("penumbra regimes");
    }

    @Test
    void dataIsListed() {
        assertThat(Cli.run("data", "list").out()).contains("mnist", "digits", "sprites");
    }

    @Test
    void doctorFindsTheEngine() {
        Cli cli = Cli.run("doctor");
        assertThat(cli.out()).contains("java", "engine", "LibTorch", "GFLOP/s");
        assertThat(cli.code()).isZero();
    }
}
