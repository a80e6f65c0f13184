package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and zips as they lie around. */
class ImageFoldersTest {
    @TempDir
    Path temp;

    private Path folder = Path.of("");

    @BeforeEach
    void within() {
        folder = temp.resolve("set");
    }

    private static byte[] image(String format, int value) throws IOException {
        BufferedImage image = new BufferedImage(1, 5, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 4, 0, value);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private void put(String... names) throws IOException {
        for (String name : names) {
            Bytes.file(folder, name, image("png", 90));
        }
    }

    private Source open() {
        return Sources.open(folder.toString(), DataOptions.of(new Seed(1)));
    }

    private static String names(@Nullable Dataset data) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < Objects.requireNonNull(data).size(); i++) {
            names.append(data.name(i)).append('=').append(data.className(i)).append(' ');
        }
        return names.toString().strip();
    }

    @Test
    void whatIsHiddenIsLeftOutAndCounted() throws IOException {
        put("1.png", "2.png", ".ipynb_checkpoints/1-checkpoint.png", "@eaDir/1.png/thumb.jpg", ".thumbnails/x/1.png");
        put("__MACOSX/._1.png", "lost+found/1.png", "Thumbs.db");
        Dataset data = open().train();
        assertThat(names(data)).isEqualTo("1.png= 2.png=");
        assertThat(data.schema().classes()).isEmpty();
        assertThat(data.notes()).containsExactly("2 of 8 files; left out: 6 hidden");
    }

    @Test
    void aBmpThatHoldsAnotherFileIsRefusedBeforeMemoryIsTaken() throws IOException {
        for (byte packed : new byte[] {4, 5}) {
            byte[] bmp = image("bmp", 90);
            ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).put(30, packed).putInt(34, 1_700_000_000);
            Bytes.file(folder, "2.bmp", bmp);
            assertThatThrownBy(this::open)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("a BMP file that holds a JPEG or PNG file")
                    .hasMessageContaining("2.bmp");
        }
    }

    @Test
    void otherFormatsAreReadOrCountedAndLinksAreCounted() throws IOException {
        put("1.png");
        for (String format : new String[] {"bmp", "gif", "tif"}) {
            Bytes.file(folder, "2." + format, image(format, 90));
        }
        Bytes.file(folder, "notes.txt", new byte[1]);
        Bytes.file(folder, "4.heic", new byte[1]);
        Files.createSymbolicLink(folder.resolve("link.png"), folder.resolve("1.png"));
        Files.createSymbolicLink(folder.resolve("round"), folder);
        Dataset data = open().train();
        assertThat(names(data)).isEqualTo("1.png= 2.bmp= 2.gif= 2.tif=");
        for (int i = 0; i < 4; i++) {
            assertThat(Bytes.example(data, i)).containsExactly(0, 0, 0, 0, 90 / 255f);
        }
        assertThat(data.notes()).containsExactly("4 of 8 files; left out: 2 links, 2 of other formats");
    }

    @Test
    void aGifThatTheJdkMisreadsIsRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Written interlaced, as the JDK does it by itself.
        assertThat(ImageIO.write(new BufferedImage(2, 4, BufferedImage.TYPE_BYTE_GRAY), "gif", out))
                .isTrue();
        Bytes.file(folder, "small.gif", out.toByteArray());
        assertThatThrownBy(this::open).isInstanceOf(InputException.class).hasMessageContaining("interlaced");
    }

    @Test
    void aFolderThatIsALinkIsOpened() throws IOException {
        put("a/1.png", "b/1.png");
        Path link = temp.resolve("link");
        Files.createSymbolicLink(link, folder);
        Dataset data =
                Sources.open(link.toString(), DataOptions.of(new Seed(1))).train();
        assertThat(names(data)).isEqualTo("a/1.png=a b/1.png=b");
        assertThat(data.notes()).isEmpty();
    }

    @Test
    void linksAloneAreRefusedWithTheirNumber() throws IOException {
        put("1.png");
        Path links = temp.resolve("links");
        Files.createDirectory(links);
        Files.createSymbolicLink(links.resolve("1.png"), folder.resolve("1.png"));
        assertThatThrownBy(() -> Bytes.open(links.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 link")
                .hasMessageContaining("copy");
    }

    @Test
    void foldersOfSplitsAreTheSplits() throws IOException {
        put("Train/a/1.png", "Train/b/1.png", "TEST/a/2.png", "valid/b/3.png", "valid/c/3.png", "preview.png");
        Source source = open();
        assertThat(source.train().schema().classes()).containsExactly("a", "b", "c");
        assertThat(names(source.train())).isEqualTo("Train/a/1.png=a Train/b/1.png=b");
        assertThat(names(source.test())).isEqualTo("TEST/a/2.png=a");
        assertThat(names(source.validation())).isEqualTo("valid/b/3.png=b valid/c/3.png=c");
        assertThat(source.train().notes())
                .containsExactly("5 of 6 files; left out: 1 beside the folders of the splits");
    }

    @Test
    void splitsMayStandBelowTheClassesOrBeDoubled() throws IOException {
        put("k0/training/1.png", "k0/testing/2.png", "k1/training/1.png");
        Source source = open();
        assertThat(names(source.train())).isEqualTo("k0/training/1.png=k0 k1/training/1.png=k1");
        assertThat(names(source.test())).isEqualTo("k0/testing/2.png=k0");
        folder = temp.resolve("doubled");
        put("train/train/a/1.png", "train/train/b/1.png", "test/test/a/1.png");
        assertThat(open().train().schema().classes()).containsExactly("a", "b");
        assertThat(open().validation()).isNull();
    }

    @Test
    void aSplitWithoutFoldersOfClassesHasNone() throws IOException {
        put("train/a/1.png", "train/b/1.png", "test/1.png", "test/2.png");
        Source source = open();
        assertThat(source.train().schema().classes()).containsExactly("a", "b");
        assertThat(names(source.test())).isEqualTo("test/1.png= test/2.png=");
        assertThat(DataSummary.of(source).parts().getLast().classes()).isEmpty();
    }

    @Test
    void aTrainAmongOtherThingsIsAClass() throws IOException {
        put("bus/1.png", "car/1.png", "train/1.png");
        Source source = open();
        assertThat(source.train().schema().classes()).containsExactly("bus", "car", "train");
        assertThat(source.test()).isNull();
    }

    @Test
    void splitsWithoutOneToTrainOnAreRefused() throws IOException {
        put("val/a/1.png", "test/a/1.png");
        assertThatThrownBy(this::open).isInstanceOf(InputException.class).hasMessageContaining("test, val");
    }

    private Path zip(Charset charset, String... names) throws IOException {
        Path file = temp.resolve("set.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), charset)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(image("png", 90));
            }
        }
        return file;
    }

    @Test
    void aZipHasNamesOfOldSystemsAndSplits() throws IOException {
        Path file = zip(
                Charset.forName("IBM437"),
                "set\\train\\\u00e4\\1.png",
                "set\\test\\\u00e4\\1.png",
                "__MACOSX/set/._1.png");
        Source source = Sources.open(file.toString(), DataOptions.of(new Seed(1)));
        assertThat(names(source.train())).isEqualTo("set/train/\u00e4/1.png=");
        assertThat(names(source.test())).isEqualTo("set/test/\u00e4/1.png=");
        assertThat(source.train().notes()).containsExactly("2 of 3 files; left out: 1 hidden");
    }

    @Test
    void aByteOfAZipThatIsAnotherIsFound() throws IOException {
        byte[] gif = image("gif", 90);
        CRC32 crc = new CRC32();
        crc.update(gif);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("a.gif");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(gif.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(gif);
        }
        byte[] bytes = out.toByteArray();
        assertThat(Bytes.open(Bytes.file(temp, "whole.zip", bytes)).size()).isEqualTo(1);
        // The content begins after 30 bytes and the name; the first colour of the palette stands at 13.
        bytes[30 + 5 + 13] ^= 1;
        String damaged = Bytes.file(temp, "damaged.zip", bytes);
        assertThatThrownBy(() -> Bytes.open(damaged))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.gif")
                .hasMessageContaining("checksum");
    }

    @Test
    void aZipThatIsNoneIsRefusedWithTheCause() {
        String file = Bytes.file(temp, "a.zip", new byte[100]);
        assertThatThrownBy(() -> Bytes.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("The zip cannot be read")
                .hasMessageContaining("unpack");
    }

    /** The directory of an image names the next one, here itself. */
    @Test
    void aTiffWhoseDirectoriesAreARingIsReadAndHasFrames() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY), "tiff", out))
                .isTrue();
        byte[] bytes = out.toByteArray();
        ByteBuffer file =
                ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = file.getInt(4);
        file.putInt(directory + 2 + 12 * file.getShort(directory), directory);
        Dataset data = Bytes.open(Bytes.file(folder, "ring.tif", bytes));
        assertThat(data.schema().shape()).isEqualTo(Shape.image(1, 3, 4));
        assertThat(Objects.requireNonNull(data.form(0)).lost()).contains("frames");
    }

    @Test
    void aTiffThatClaimsMoreValuesThanItHoldsIsRefused() throws IOException {
        byte[] bytes = image("tiff", 7);
        ByteBuffer file =
                ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        assertThat(Bytes.open(Bytes.file(folder, "good.tif", bytes)).size()).isOne();
        file.putInt(file.getInt(4) + 2 + 4, 1 << 30);
        assertThatThrownBy(() -> Bytes.open(Bytes.file(folder, "bad.tif", bytes)))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("a field of", "bad.tif");
    }

    @Test
    void aPartWithoutLabelsHasTheWholeNumbersOfItsFiles() throws IOException {
        put("train/a/1.png", "train/b/2.png");
        // In 32-bit floats, k/255 times 255 is seldom k again.
        for (int k = 1; k < 256; k++) {
            Bytes.file(folder, "test/%03d.png".formatted(k), image("png", k));
        }
        Dataset test = Objects.requireNonNull(open().test());
        double[] raw = new double[5];
        for (int k = 1; k < 256; k++) {
            test.readRaw(k - 1, raw);
            assertThat(raw).containsExactly(0, 0, 0, 0, k);
        }
    }
}
