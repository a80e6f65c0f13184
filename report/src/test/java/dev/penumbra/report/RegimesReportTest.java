package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.Splits;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.eval.LatentView;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.report.LectureFacts.Fact;
import dev.penumbra.report.Regime.Role;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.ModelConfig.Kind;
import dev.penumbra.run.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RegimesReportTest {
    private final Splits splits = Fixtures.images(1, "left", "right <b>");

    private final Regime reconstruction = regime("Reconstruction only", Kind.VAE, 0.02, 6, new Loss.Lecture(0));
    private final Regime regularizer = regime("Regularizer only", Kind.VAE, 1, 0.001, new Loss.Lecture(1, 0));
    private final Regime both = regime("Both", Kind.VAE, 0.15, 1, new Loss.Lecture(0.001));
    private final Regime autoencoder = regime("Basic autoencoder", Kind.AE, 0, 8, new Loss.Lecture(0));

    @TempDir
    Path folder;

    @Test
    void theRoleFollowsFromTheConfiguration() {
        assertThat(List.of(reconstruction.role(), regularizer.role(), both.role(), autoencoder.role()))
                .containsExactly(Role.RECONSTRUCTION_ONLY, Role.REGULARIZER_ONLY, Role.BOTH, Role.AUTOENCODER);
    }

    @Test
    void theLecturesStatementsHoldForModelsMadeSo() {
        List<Fact> facts = LectureFacts.of(List.of(reconstruction, regularizer, both, autoencoder));
        assertThat(facts).hasSize(8).allMatch(Fact::holds);
        Fact ratio = facts.getLast();
        assertThat(ratio.measured())
                .isEqualTo(reconstruction.evaluation().mse()
                        / autoencoder.evaluation().mse());
    }

    @Test
    void aStatementDoesNotHoldForTheWrongModel() {
        Regime wide = regime("Reconstruction only", Kind.VAE, 0.5, 1, new Loss.Lecture(0));
        assertThat(LectureFacts.of(List.of(wide))).hasSize(2).noneMatch(Fact::holds);
        Regime alive = regime("Regularizer only", Kind.VAE, 0.2, 1, new Loss.Lecture(1, 0));
        assertThat(LectureFacts.of(List.of(alive))).hasSize(3).noneMatch(Fact::holds);
    }

    @Test
    void everyRowHasAFigureForEveryRegime() throws IOException {
        List<Regime> regimes = List.of(reconstruction, regularizer, both, autoencoder);
        Path file = RegimesReport.write(folder, regimes);
        assertThat(file).isEqualTo(folder.resolve("regimes.html"));
        String html = Fixtures.withoutLibrary(Files.readString(file));
        assertThat(html)
                .contains("8 of 8 statements of the lecture hold.", "✓ holds", "A basic autoencoder has points, no σ.")
                .contains("right \\u003cb>")
                .doesNotContain("right <b>");
        for (String row : List.of("means", "planes", "reconstructions", "samples")) {
            for (int column = 1; column <= 4; column++) {
                assertThat(folder.resolve("images/" + row + "-" + column + ".png"))
                        .isRegularFile();
            }
        }
        assertThat(folder.resolve("images/sigmas-3.png")).isRegularFile();
        assertThat(folder.resolve("images/sigmas-4.png")).doesNotExist();
    }

    @Test
    void theNumbersAreInAJsonFile() throws IOException {
        RegimesReport.write(folder, List.of(regularizer, both));
        JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(folder.resolve("regimes.json")));
        assertThat(json.at("/regimes/0/role").asString()).isEqualTo("REGULARIZER_ONLY");
        assertThat(json.at("/regimes/1/evaluation/mse").asDouble())
                .isEqualTo(both.evaluation().mse());
        assertThat(json.at("/facts/0/holds").asBoolean()).isTrue();
    }

    private Regime regime(String name, Kind kind, double sigma, double spread, Loss loss) {
        Inference inference = LinearModel.of(splits.train(), kind, 2, sigma, spread, new Gaussian(1));
        RunConfig config = RunConfig.of("spots", 2)
                .withLoss(loss)
                .withModel(ModelConfig.vae(2).withKind(kind));
        Evaluation evaluation =
                Evaluator.evaluate(inference, Fixtures.test(splits).data(), loss, new Seed(1), "test", "grey");
        LatentView view = LatentView.of(inference, Fixtures.test(splits).data(), 100, new Seed(2));
        return new Regime(name, "What does it do?", config, evaluation, view, inference, Fixtures.test(splits));
    }
}
