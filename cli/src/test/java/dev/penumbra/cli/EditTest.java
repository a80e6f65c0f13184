package dev.penumbra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.PngWriter;
import dev.penumbra.data.Sources;
import dev.penumbra.latent.edit.Direction;
import dev.penumbra.latent.edit.Directions;
import dev.penumbra.latent.edit.Edit;
import dev.penumbra.latent.edit.EditChange;
import dev.penumbra.latent.edit.Method;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verb edit on a small model of digits. */
class EditTest {
    @TempDir
    static Path folder;

    private static Path run;

    @BeforeAll
    static void train() {
        run = folder.resolve("run");
        Cli cli = Cli.run(
                "train",
                "digits",
                "--run",
                run,
                "--latent",
                10,
                "--epochs",
                6,
                "--lr",
                3e-3,
                "--encoder",
                "mlp:128",
                "--quiet");
        assertThat(cli.code()).as(cli.toString()).isZero();
    }

    private static JsonNode json(Cli cli) {
        assertThat(cli.code()).as(cli.toString()).isZero();
        return Json.read(cli.out().getBytes(StandardCharsets.UTF_8), JsonNode.class, "stdout");
    }

    private static void refused(Cli cli, String... words) {
        assertThat(cli.code()).as(cli.toString()).isEqualTo(1);
        assertThat(cli.err()).contains("remedy:").contains(words);
    }

    @Test
    void aThicknessIsLearnedJudgedAndApplied() throws IOException {
        JsonNode learned = json(Cli.run("edit", "learn", run, "--attribute", "thickness", "--json"));
        JsonNode effect = learned.get("effects").get("effects").get(0);
        assertThat(effect.get("slope").asDouble()).isBetween(0.8, 1.2);
        assertThat(effect.get("leakage").propertyNames()).containsExactlyInAnyOrder("slant", "size", "x", "y");
        assertThat(effect.get("points").get(4).get("classKept").asDouble()).isBetween(0.0, 1.0);
        assertThat(Path.of(learned.get("directions").asString())).isNotEmptyFile();
        assertThat(Path.of(learned.get("report").asString())).isNotEmptyFile();

        Path picture = folder.resolve("thick.png");
        JsonNode applied = json(Cli.run(
                "edit",
                "apply",
                run,
                "digits:3",
                "--attribute",
                "thickness=+2",
                "--steps",
                5,
                "-o",
                picture,
                "--json"));
        JsonNode change = applied.get("changes").get(0);
        assertThat(change.get("attribute").asString()).isEqualTo("thickness");
        assertThat(change.get("asked").asDouble()).isEqualTo(2);
        assertThat(change.get("edited").asDouble())
                .isGreaterThan(change.get("reconstruction").asDouble());
        assertThat(picture).isNotEmptyFile();
        assertThat(Cli.run("edit", "apply", run, "digits:3", "--attribute", "thickness=-1", "-o", picture)
                        .out())
                .contains("thickness", "original", "asked -1.00", "Picture: ");

        refused(
                Cli.run("edit", "apply", run, "digits:3", "--attribute", "slant=1", "-o", picture),
                "one of thickness",
                "slant");
        refused(Cli.run("edit", "apply", run, "digits", "--attribute", "thickness=1"), "NAME:INDEX");
        refused(Cli.run("edit", "apply", run, "digits:3", "--attribute", "thickness=NaN"), "thickness", "NaN");
        refused(Cli.run("edit", "apply", run, "digits:3", "--attribute", "thickness=1", "--steps", 1), "--steps");
        assertThat(Cli.run("edit", "apply", run, "digits:3", "--attribute", "thickness")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void twoFoldersOfExamplesGiveADirectionOfAnyName() throws IOException {
        Path model = Files.createDirectories(folder.resolve("alone")).resolve("model.penumbra");
        Files.copy(run.resolve("model.penumbra"), model, StandardCopyOption.REPLACE_EXISTING);
        refused(Cli.run("edit", "learn", model, "--attribute", "thickness"), "--data");
        Dataset digits = java.util.Objects.requireNonNull(
                Sources.open("digits", DataOptions.of(new Seed(3))).test());
        write(folder.resolve("bold"), digits, true);
        write(folder.resolve("fine"), digits, false);
        Object[] learn = {
            "edit",
            "learn",
            model,
            "--attribute",
            "bold",
            "--with",
            folder.resolve("bold"),
            "--without",
            folder.resolve("fine"),
            "--method",
            "means",
            "--json"
        };
        JsonNode effect = json(Cli.run(learn)).get("effects").get("effects").get(0);
        assertThat(effect.get("attribute").asString()).isEqualTo("bold");
        // Bold strokes are thick ones.
        assertThat(effect.get("points").get(4).get("others").get("thickness").asDouble())
                .isPositive();
        refused(
                Cli.run("edit", "learn", model, "--attribute", "bold,more", "--with", folder, "--without", folder),
                "--with");
    }

    private static void write(Path to, Dataset digits, boolean bold) throws IOException {
        Files.createDirectories(to);
        int thickness = digits.factorNames().indexOf("thickness");
        float[] x = new float[digits.schema().shape().size()];
        int[] chosen = IntStream.range(0, 400)
                .filter(i -> bold ? digits.factor(i, thickness) > 3 : digits.factor(i, thickness) < 2.2)
                .limit(60)
                .toArray();
        for (int index : chosen) {
            digits.read(index, x, 0);
            byte[] pixels = new byte[x.length];
            for (int j = 0; j < pixels.length; j++) {
                pixels[j] = (byte) Math.round(255 * x[j]);
            }
            PngWriter.write(to.resolve(index + ".png"), digits.schema().shape(), pixels);
        }
    }

    /** Of a folder of sevens and nines the first class is the model's eighth. */
    @Test
    void aConditionalModelEditsWithTheClassOfTheSameName() throws IOException {
        Path conditional = folder.resolve("conditional");
        Cli trained = Cli.run(
                "train",
                "digits",
                "--run",
                conditional,
                "--latent",
                2,
                "--epochs",
                1,
                "--encoder",
                "mlp:16",
                "--conditional",
                "--quiet");
        assertThat(trained.code()).as(trained.toString()).isZero();
        Model model = Bundle.read(conditional.resolve("model.penumbra")).model();
        Direction thickness =
                new Direction("thickness", Method.PROBE, false, 3, 1, "strokes", 1, new float[] {0.5f, 0.5f});
        Directions.of(model, List.of(thickness)).write(conditional.resolve(Directions.FILE));
        Dataset digits = java.util.Objects.requireNonNull(
                Sources.open("digits", DataOptions.of(new Seed(3))).test());
        Path sevens = folder.resolve("sevens");
        write(sevens.resolve("7"), digits, true);
        write(sevens.resolve("9"), digits, false);
        write(folder.resolve("plain"), digits, true);

        Dataset one = Items.open(sevens + ":0", DataOptions.of(new Seed(1)));
        Dataset fitted = Items.fitted(model.spec().schema(), one);
        float[] x = new float[fitted.schema().shape().size()];
        fitted.read(0, x, 0);
        List<Edit.Move> moves = List.of(new Edit.Move(thickness, 1));
        double[] edited = new double[10];
        for (int label = 0; label < 10; label++) {
            Edit edit = Edit.of(Inference.exact(model, 1).given(label), x, moves);
            edited[label] = EditChange.of(model.spec().schema(), List.of(thickness), moves, x, edit)
                    .getFirst()
                    .edited();
        }
        assertThat(edited[7]).isNotEqualTo(edited[0]);
        assertThat(edited(conditional, sevens)).isEqualTo(edited[7]);
        Path plain = folder.resolve("plain");
        assertThat(edited(conditional, plain, "--label", 3)).isEqualTo(edited[3]);
        refused(Cli.run("edit", "apply", conditional, plain + ":0", "--attribute", "thickness=1"), "--label CLASS");
    }

    /** The thickness of the first image of {@code images}, one thicker. */
    private static double edited(Path model, Path images, Object... options) {
        Object[] words = {
            "edit", "apply", model, images + ":0", "--attribute", "thickness=1", "--json", "-o", folder.resolve("e.png")
        };
        JsonNode applied =
                json(Cli.run(Stream.concat(Stream.of(words), Stream.of(options)).toArray()));
        return applied.get("changes").get(0).get("edited").asDouble();
    }

    @Test
    void whatTheDataDoesNotKnowIsNotLearned() {
        refused(Cli.run("edit", "learn", run, "--attribute", "thicknes"), "thickness");
        assertThat(Cli.run("edit", "learn", run).code()).isEqualTo(2);
        refused(Cli.run("edit", "apply", folder.resolve("none"), "digits:1", "--attribute", "thickness=1"), "none");
    }
}
