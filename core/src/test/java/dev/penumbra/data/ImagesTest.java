package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    @TempDir
    Path folder;

    /** An image whose pixels all have the grey value of {@code value}, 0 to 255, apart from black in the first place. */
    private static byte[] grey(String format, int height, int width, int value) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 1; i < height * width; i++) {
            image.getRaster().setSample(i % width, i / width, 0, value);
        }
        return encoded(image, format);
    }

    private static byte[] colour(int height, int width, int argb, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < height * width; i++) {
            image.setRGB(i % width, i / width, argb);
        }
        return encoded(image, "png");
    }

    private static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(image, format, out)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void put(String name, byte[] content) {
        Bytes.file(folder, name, content);
    }

    private Dataset open(Resize resize) {
        return Sources.open(folder.toString(), new DataOptions(null, resize, new Seed(1)))
                .train();
    }

    private Dataset open() {
        return Bytes.open(folder.toString());
    }

    @Test
    void greyValuesAreThoseOfTheFile() {
        put("b.png", grey("png", 2, 3, 200));
        put("a.png", grey("png", 2, 3, 100));
        Dataset data = open();
        assertThat(data.schema().shape()).isEqualTo(Shape.image(1, 2, 3));
        assertThat(Bytes.example(data, 0))
                .containsExactly(0, 100 / 255f, 100 / 255f, 100 / 255f, 100 / 255f, 100 / 255f);
        assertThat(Bytes.example(data, 1)[5]).isEqualTo(200 / 255f);
        assertThat(data.label(0)).isEqualTo(-1);
    }

    @Test
    void oneBitAndSixteenBitImagesAreRead() {
        BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.getRaster().setSample(1, 0, 0, 1);
        put("a.png", encoded(bits, "png"));
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(1, 0, 0, 0x8080);
        put("b.png", encoded(deep, "png"));
        Dataset data = open();
        assertThat(Bytes.example(data, 0)).containsExactly(0, 1);
        assertThat(Bytes.example(data, 1)).containsExactly(0, 128 / 255f);
    }

    @Test
    void oneColouredImageMakesAllOfThemThreeChannels() {
        put("a.png", grey("png", 1, 2, 100));
        put("b.png", colour(1, 2, 0xff0a141e, BufferedImage.TYPE_INT_RGB));
        Dataset data = open();
        assertThat(data.schema().shape()).isEqualTo(Shape.image(3, 1, 2));
        assertThat(Bytes.example(data, 0)).containsExactly(0, 100 / 255f, 0, 100 / 255f, 0, 100 / 255f);
        assertThat(Bytes.example(data, 1))
                .containsExactly(10 / 255f, 10 / 255f, 20 / 255f, 20 / 255f, 30 / 255f, 30 / 255f);
    }

    @Test
    void transparentPixelsAreWhite() {
        put("a.png", colour(1, 2, 0x00000000, BufferedImage.TYPE_INT_ARGB));
        put("b.png", colour(1, 2, 0xff000000, BufferedImage.TYPE_INT_ARGB));
        assertThat(Bytes.example(open(), 0)).containsExactly(1, 1);
        assertThat(Bytes.example(open(), 1)).containsExactly(0, 0);
    }

    @Test
    void jpegIsRead() {
        put("a.jpg", grey("jpg", 16, 16, 255));
        // JPEG is lossy: far from the one black pixel, white stays white to within two steps.
        assertThat(Bytes.example(open(), 0)[255]).isGreaterThan(253 / 255f);
    }

    @Test
    void nestedFoldersAreTheLabels() {
        put("x/two/1.png", grey("png", 2, 2, 10));
        put("x/one/1.png", grey("png", 2, 2, 20));
        put("x/one/deep/2.png", grey("png", 2, 2, 30));
        put("x/one/note.txt", new byte[3]);
        put("x/.hidden.png", new byte[3]);
        Dataset data = open();
        assertThat(data.schema().classes()).containsExactly("one", "one/deep", "two");
        assertThat(new int[] {data.label(0), data.label(1), data.label(2)}).containsExactly(0, 1, 2);
        assertThat(Bytes.example(data, 2)[3]).isEqualTo(10 / 255f);
    }

    @Test
    void mixedSizesNeedResize() {
        put("a.png", grey("png", 2, 2, 100));
        put("b.png", grey("png", 4, 6, 100));
        assertThatThrownBy(this::open)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.png")
                .hasMessageContaining("b.png")
                .hasMessageContaining("resize");
        Dataset data = open(new Resize(3, 5));
        assertThat(data.schema().shape()).isEqualTo(Shape.image(1, 3, 5));
        assertThat(Bytes.example(data, 1)[14]).isEqualTo(100 / 255f);
    }

    @Test
    void aZipGivesTheSameAsItsFolder() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("set/b/1.png", grey("png", 2, 2, 50));
        files.put("set/a/1.png", grey("png", 2, 2, 60));
        files.put("../../escape.txt", new byte[1]);
        Dataset zipped = Bytes.open(Bytes.file(folder, "z.zip", Bytes.zip(files)));
        assertThat(zipped.schema().classes()).containsExactly("a", "b");
        assertThat(Bytes.example(zipped, 0)[1]).isEqualTo(60 / 255f);
        assertThat(folder.resolve("../../escape.txt")).doesNotExist();
    }

    @Test
    void damagedImagesAreRefusedWithTheirName() {
        byte[] png = grey("png", 8, 8, 77);
        for (int length : new int[] {0, 1, 2, 8, 20, 30, 45}) {
            put("broken.png", Arrays.copyOf(png, length));
            assertThatThrownBy(this::open).isInstanceOf(InputException.class).hasMessageContaining("broken.png");
        }
    }

    @Test
    void aHugeImageIsRefusedBeforeItIsDecoded() {
        byte[] png = grey("png", 2, 2, 77);
        // Width and height stand at bytes 16 to 23, the checksum of the header at 29.
        ByteBuffer header = ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        header.putInt(29, (int) crc.getValue());
        put("huge.png", png);
        assertThatThrownBy(this::open)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("100000x100000")
                .hasMessageContaining("huge.png");
    }

    @Test
    void aFolderWithoutImagesIsRefused() {
        put("a.txt", new byte[1]);
        assertThatThrownBy(this::open).isInstanceOf(InputException.class).hasMessageContaining("no images");
    }

    @Test
    void resamplingKeepsTheMeanWhereItHalves() {
        float[] image = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        float[] half = Resample.image(image, 1, 4, 4, new Resize(2, 2));
        // Along one side the triangle weighs four of the values: (0.25 0.75 0.75 0.25) / 2, of which the edge cuts one.
        double low = (0.75 * 0 + 0.75 * 1 + 0.25 * 2) / 1.75;
        double high = 3 - low;
        // Two roundings to float of values near 10.
        assertThat(half[0]).isCloseTo((float) (4 * low + low), within(1e-5f));
        assertThat(half[1]).isCloseTo((float) (4 * low + high), within(1e-5f));
        assertThat(half[3]).isCloseTo((float) (4 * high + high), within(1e-5f));
    }
}
