package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.data.Sources;
import dev.penumbra.latent.Score;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleFilesTest {
    private static final Schema IMAGES = Schema.image(Shape.image(1, 2, 2), List.of());
    private static final Schema TABLE = new Schema(
            Shape.of(2), new Scaling(List.of(10.0, 0.0), List.of(2.0, 0.5)), List.of("age", "dose"), List.of());

    @TempDir
    Path folder;

    private Path write(String name, Schema schema, float[]... examples) {
        Path out = folder.resolve(name);
        new ExampleFiles(out, schema, examples.length, 2, true).write(each -> {
            for (int i = 0; i < examples.length; i++) {
                each.take(i == 1 ? "b/../c.png" : String.valueOf(i), examples[i]);
            }
        });
        return out;
    }

    private static float[] read(Path file, int index) {
        Dataset data =
                Sources.open(file.toString(), DataOptions.of(new Seed(1))).train();
        float[] x = new float[data.schema().shape().size()];
        data.read(index, x, 0);
        return x;
    }

    @Test
    void tablesAreInRawUnitsUnderTheirColumns() throws Exception {
        Path file = write("x.csv", TABLE, new float[] {1, 2}, new float[] {-1, 0});
        assertThat(Files.readAllLines(file)).containsExactly("name,age,dose", "0,12.0,1.0", "b/../c.png,8.0,0.0");
        assertThat(read(write("x.npy", TABLE, new float[] {1, 2}, new float[] {-1, 0}), 1))
                .containsExactly(8, 0);
    }

    @Test
    void arraysOfImagesAreReadBack() {
        float[] second = {0.25f, 0.5f, 1, 0};
        assertThat(read(write("x.npy", IMAGES, new float[4], second), 1)).isEqualTo(second);
    }

    @Test
    void aFolderHoldsNumberedImagesWhateverTheirNames() throws Exception {
        Path out = write("images", IMAGES, new float[] {0, 0.2f, 0.4f, 1}, new float[4]);
        try (var files = Files.list(out)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("0.png", "1-b-..-c.png");
        }
        assertThat(read(out, 0)).containsExactly(0, 51 / 255f, 102 / 255f, 1);
    }

    @Test
    void aGifHasAllFramesAndNeverEnds() throws Exception {
        Path out = write("x.gif", IMAGES, new float[] {0, 0, 0, 0}, new float[] {1, 1, 1, 1}, new float[] {0, 1, 0, 1});
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(out.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(3);
            BufferedImage first = reader.read(0);
            assertThat(first.getWidth()).isEqualTo(140);
            assertThat(first.getRGB(70, 70)).isEqualTo(0xff000000);
            assertThat(reader.read(1).getRGB(70, 70)).isEqualTo(0xffffffff);
            assertThat(reader.read(2).getRGB(10, 10)).isEqualTo(0xff000000);
            assertThat(reader.read(2).getRGB(130, 10)).isEqualTo(0xffffffff);
        } finally {
            reader.dispose();
        }
        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        assertThatThrownBy(() -> write("x.bmp", IMAGES, new float[4]))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(".csv");
        for (String name : List.of("x.png", "x.gif", "folder")) {
            assertThatThrownBy(() -> write(name, TABLE, new float[2]))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("no images");
        }
        Path out = folder.resolve("many.png");
        assertThatThrownBy(() -> new ExampleFiles(out, IMAGES, 1_000_000_000, 2, false).write(each -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void stackedKindsAlternateByRow() {
        BufferedImage image = Pictures.stacked(
                List.of(new float[] {0, 0, 0}, new float[] {1, 1, 1}), 3, Shape.image(1, 1, 1), 2, 1, 0);
        assertThat(image.getWidth()).isEqualTo(2);
        assertThat(image.getHeight()).isEqualTo(4);
        int[] first = {0xff000000, 0xffffffff, 0xff000000, 0xffffffff};
        for (int y = 0; y < 4; y++) {
            assertThat(image.getRGB(0, y)).isEqualTo(first[y]);
        }
        assertThat(image.getRGB(1, 3)).isEqualTo(0xff000000);
    }

    @Test
    void mapsShareOneScaleAndSumOverChannels() {
        Shape shape = Shape.image(3, 1, 2);
        List<Score> scores = List.of(
                new Score(0, 0, new float[6], new double[] {1, 2, 1, 2, 0, 0}),
                new Score(1, 0, new float[6], new double[] {0, 6, 0, 6, 0, 0}));
        // Sums 2, 4 and 0, 12.
        assertThat(ScorePictures.maps(scores, shape)).containsExactly(2 / 12f, 4 / 12f, 0, 1);
    }
}
