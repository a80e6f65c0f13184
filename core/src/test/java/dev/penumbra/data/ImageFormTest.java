package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFormTest {
    @TempDir
    Path folder;

    private void put(String name, int type, int... samples) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, type);
        for (int i = 0; i < 4; i++) {
            image.getRaster().setPixel(i % 2, i / 2, samples);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", out)).isTrue();
        Bytes.file(folder, name, out.toByteArray());
    }

    @Test
    void anExampleTellsHowItsFileHoldsIt() throws IOException {
        put("a.png", BufferedImage.TYPE_BYTE_GRAY, 9);
        put("b.png", BufferedImage.TYPE_INT_RGB, 1, 2, 3);
        put("c.png", BufferedImage.TYPE_BYTE_BINARY, 1);
        put("d.png", BufferedImage.TYPE_USHORT_GRAY, 0x1234);
        put("e.png", BufferedImage.TYPE_USHORT_GRAY, 0x1212);
        put("f.png", BufferedImage.TYPE_INT_ARGB, 1, 2, 3, 255);
        put("g.png", BufferedImage.TYPE_INT_ARGB, 1, 2, 3, 4);
        Dataset data = Bytes.open(folder.toString());
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6).stream().map(data::form))
                .containsExactly(
                        ImageForm.GREY,
                        ImageForm.RGB,
                        new ImageForm(1, 1, List.of(), 1, ""),
                        new ImageForm(1, 16, List.of(), 1, "16 bits"),
                        new ImageForm(1, 16, List.of(), 1, ""),
                        new ImageForm(4, 8, List.of(), 1, ""),
                        new ImageForm(4, 8, List.of(), 1, "transparency"));
        assertThat(new Subset(data, new int[] {3}).form(0)).isEqualTo(data.form(3));
        assertThat(Joined.of(List.of(data, data)).form(8)).isEqualTo(ImageForm.RGB);
    }

    @Test
    void anotherSizeOrFewerChannelsLoseTheFilesPixels() throws IOException {
        put("a.png", BufferedImage.TYPE_INT_RGB, 1, 2, 3);
        Dataset data = Bytes.open(folder.toString());
        ImageForm form = new ImageForm(3, 8, List.of(), 1, "size, colour");
        assertThat(Recoloured.to(1, Resized.to(new Resize(1, 1), data)).form(0)).isEqualTo(form);
        Dataset small = Sources.open(folder.toString(), new DataOptions(null, new Resize(1, 1), new Seed(1)))
                .train();
        assertThat(small.form(0)).isEqualTo(new ImageForm(3, 8, List.of(), 1, "size"));
        assertThat(new ArrayDataset(data.schema(), new float[12], null).form(0)).isNull();
    }
}
