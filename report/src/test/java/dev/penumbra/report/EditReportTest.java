package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.data.Splits;
import dev.penumbra.data.Values;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.latent.Score;
import dev.penumbra.latent.edit.Attribute;
import dev.penumbra.latent.edit.Direction;
import dev.penumbra.latent.edit.DirectionLearner;
import dev.penumbra.latent.edit.Edit;
import dev.penumbra.latent.edit.EditData;
import dev.penumbra.latent.edit.EditEffects;
import dev.penumbra.latent.edit.Examples;
import dev.penumbra.latent.edit.Gauge;
import dev.penumbra.latent.edit.Method;
import dev.penumbra.model.Inference;
import dev.penumbra.nn.Shape;
import dev.penumbra.run.ModelConfig.Kind;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditReportTest {
    @TempDir
    Path folder;

    private String html(Splits splits, String attribute) throws IOException {
        Inference inference = LinearModel.of(splits.train(), Kind.VAE, 3, 0.5, new Gaussian(0.3));
        EditData data = EditData.of(splits, Pixels.GREY, new Seed(1));
        List<Attribute> asked = data.asked(List.of(attribute));
        Examples train = data.train(inference, asked, new Seed(1));
        Examples test = data.test(inference, asked, new Seed(1));
        List<Gauge> gauges = Gauge.of(inference, train);
        List<Direction> directions =
                DirectionLearner.learn(inference, train, gauges, List.of(attribute), Method.PROBE, false);
        EditEffects effects = EditEffects.of(inference, directions, gauges, train, test);
        return Fixtures.withoutLibrary(
                Files.readString(EditReport.write(folder, inference, directions, gauges, effects, test)));
    }

    @Test
    void imagesShowStrengthLeakageClassesAndStrips() throws IOException {
        assertThat(html(Fixtures.images(1, "<left>", "right"), "right"))
                .contains("Editing right", "leakage onto thickness", "measured strokes", "Class kept")
                .contains("data-chart=\"edit-1\"", "images/edit-1-strips.png");
        assertThat(folder.resolve("images/edit-1-strips.png")).isNotEmptyFile();
    }

    @Test
    void tablesHaveNumbersOnly() throws IOException {
        assertThat(html(Fixtures.table(List.of("a", "b", "c", "d"), "<no>", "yes"), "<no>"))
                .contains("Editing &lt;no&gt;", "linear probe of the values")
                .doesNotContain("strips");
    }

    @Test
    void aPictureHasThreeImagesAndTheStripBelow() throws IOException {
        Shape shape = Shape.image(1, 2, 2);
        Schema schema = Schema.image(shape, List.of());
        Edit edit = new Edit(new float[4], new float[] {1, 1, 1, 1});
        Path file = folder.resolve("edit.png");
        EditPicture.write(file, schema, new float[4], edit, new float[0]);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(3 * 140 + 2 * 4);
        EditPicture.write(file, schema, new float[4], edit, new float[5 * 4]);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(5 * 140 + 4 * 4);
        assertThat(ImageIO.read(file.toFile()).getHeight()).isEqualTo(2 * 140 + 16);
    }

    @Test
    void imagesOfOtherUnitsAreShownFromTheirLeastToTheirLargestValue() throws IOException {
        Values values = new Values(Values.Type.REAL, false, List.of(-1000.0), List.of(3000.0));
        Schema schema = new Schema(Shape.image(1, 1, 2), Scaling.NONE, values, List.of(), List.of());
        float[] x = {-1000, 3000};
        Path file = folder.resolve("edit.png");
        EditPicture.write(file, schema, x, new Edit(new float[] {1000, 1000}, x), x);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(new Color(image.getRGB(10, 10)).getRed()).isZero();
        assertThat(new Color(image.getRGB(130, 10)).getRed()).isEqualTo(255);
        assertThat(new Color(image.getRGB(154, 10)).getRed()).isBetween(127, 128);
        ScorePictures.write(file, List.of(new Score(0, 0, x, new double[2])), schema);
        image = ImageIO.read(file.toFile());
        assertThat(new Color(image.getRGB(10, 10)).getRed()).isZero();
        assertThat(new Color(image.getRGB(80, 10)).getRed()).isEqualTo(255);
    }
}
