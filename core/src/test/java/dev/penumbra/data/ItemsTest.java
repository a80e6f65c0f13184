package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsTest {
    private static final DataOptions OPTIONS = DataOptions.of(new Seed(1));

    @TempDir
    Path folder;

    private static float[] read(Dataset data, int index) {
        float[] x = new float[data.schema().shape().size()];
        data.read(index, x, 0);
        return x;
    }

    @Test
    void theTestPartIsMeantAndOneExampleOfItCanBeNamed() {
        Dataset all = Items.open("digits", OPTIONS);
        assertThat(all.size()).isEqualTo(2000);
        Dataset one = Items.open("digits:17", OPTIONS);
        assertThat(one.size()).isEqualTo(1);
        assertThat(one.name(0)).isEqualTo("17");
        assertThat(read(one, 0)).isEqualTo(read(all, 17));
    }

    @Test
    void aPathThatExistsComesBeforeAnIndex() {
        String path = Bytes.file(folder, "run.csv:3", "1,2\n3,5\n");
        assertThat(Items.open(path, OPTIONS).size()).isEqualTo(2);
        assertThat(Items.open(path + ":1", OPTIONS).size()).isEqualTo(1);
    }

    @Test
    void anExampleBeyondTheEndIsRefused() {
        assertThatThrownBy(() -> Items.open("digits:2000", OPTIONS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("from 0 to 1999");
    }

    @Test
    void filesOfAFolderKeepTheirNamesAndASingleImageIsOneExample() throws Exception {
        byte[] pixels = {0, 1, (byte) 200, (byte) 255, 7, 8};
        Files.createDirectories(folder.resolve("in/a"));
        PngWriter.write(folder.resolve("in/b.png"), Shape.image(1, 2, 3), pixels);
        PngWriter.write(folder.resolve("in/a/c.png"), Shape.image(1, 2, 3), pixels);
        Dataset data = Items.open(folder.resolve("in").toString(), OPTIONS);
        assertThat(List.of(data.name(0), data.name(1))).containsExactly("a/c.png", "b.png");

        Dataset one = Items.open(folder.resolve("in/b.png").toString(), OPTIONS);
        assertThat(one.size()).isEqualTo(1);
        assertThat(one.name(0)).isEqualTo("b.png");
        float[] x = read(one, 0);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(x[i]).isEqualTo((pixels[i] & 0xff) / 255f);
        }
    }

    @Test
    void imagesAreBroughtToTheModelsSizeAndChannels() {
        byte[] colour = {(byte) 255, 0, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255, 0, 0};
        Path file = folder.resolve("colour.png");
        PngWriter.write(file, Shape.image(3, 2, 2), colour);
        Dataset data = Items.open(file.toString(), OPTIONS);
        Dataset grey = Items.fitted(Schema.image(Shape.image(1, 2, 2), List.of()), data);
        assertThat(read(grey, 0)[0]).isCloseTo(0.299f, within(1e-6f));
        assertThat(read(grey, 0)[1]).isCloseTo(0.587f + 0.114f, within(1e-6f));
        Dataset large = Items.fitted(Schema.image(Shape.image(1, 4, 4), List.of()), data);
        assertThat(large.schema().shape()).isEqualTo(Shape.image(1, 4, 4));
    }

    @Test
    void dataOfAnotherKindIsRefused() {
        Schema table = new Schema(Shape.of(3), Scaling.NONE, List.of(), List.of());
        assertThatThrownBy(() -> Items.fitted(table, Items.open("digits", OPTIONS)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another shape");
    }
}
