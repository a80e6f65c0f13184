package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngWriterTest {
    private static final Shape COLOUR = Shape.image(3, 48, 64);

    /** Slopes with a little noise, as photographs have: neighbours tell most of a pixel. */
    private static byte[] photograph() {
        SplittableRandom random = new SplittableRandom(4);
        byte[] pixels = new byte[COLOUR.size()];
        int plane = COLOUR.height() * COLOUR.width();
        for (int i = 0; i < pixels.length; i++) {
            int y = i % plane / COLOUR.width();
            int x = i % COLOUR.width();
            pixels[i] = (byte) (40 * (i / plane) + 2 * x + y + random.nextInt(4));
        }
        return pixels;
    }

    /** As the JDK's own decoder reads it. */
    private static BufferedImage decoded(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    void allFiltersAreUndoneByOtherReaders() throws IOException {
        byte[] pixels = photograph();
        byte[] png = PngWriter.png(COLOUR, pixels);
        BufferedImage image = decoded(png);
        int plane = COLOUR.height() * COLOUR.width();
        for (int i = 0; i < plane; i++) {
            int rgb = image.getRGB(i % COLOUR.width(), i / COLOUR.width());
            for (int c = 0; c < 3; c++) {
                assertThat((byte) (rgb >> (16 - 8 * c))).isEqualTo(pixels[c * plane + i]);
            }
        }
        try (PlainPng own = new PlainPng()) {
            assertThat(Objects.requireNonNull(own.decode(png, png.length, PngChunks.of(png, png.length)))
                            .samples())
                    .isEqualTo(pixels);
        }
    }

    /** The JDK's encoder leaves all rows as they are. */
    @Test
    void aPhotographIsMuchSmallerThanWithoutFilters() throws IOException {
        byte[] png = PngWriter.png(COLOUR, photograph());
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        assertThat(ImageIO.write(decoded(png), "png", plain)).isTrue();
        assertThat(png.length).isLessThan(plain.size() * 7 / 10);
    }

    @Test
    void aDrawingIsKeptWithoutFilters() throws IOException {
        Shape shape = Shape.image(1, 40, 40);
        byte[] pixels = new byte[shape.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 7 == 0 || i % 40 < 9 ? 255 : 0);
        }
        byte[] png = PngWriter.png(shape, pixels);
        try (PlainPng own = new PlainPng()) {
            assertThat(Objects.requireNonNull(own.decode(png, png.length, PngChunks.of(png, png.length)))
                            .samples())
                    .isEqualTo(pixels);
        }
        assertThat(decoded(png).getColorModel().getNumComponents()).isEqualTo(1);
    }

    @Test
    void aDrawingKeepsItsAlpha() throws IOException {
        BufferedImage image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(4, 2, 0x80_10_20_30);
        image.setRGB(0, 1, 0xff_ff_00_01);
        BufferedImage back = decoded(PngWriter.png(image));
        assertThat(back.getRGB(4, 2)).isEqualTo(0x80_10_20_30);
        assertThat(back.getRGB(0, 1)).isEqualTo(0xff_ff_00_01);
        assertThat(back.getRGB(0, 0)).isZero();
    }
}
