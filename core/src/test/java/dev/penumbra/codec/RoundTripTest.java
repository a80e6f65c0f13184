package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.NpyWriter;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Laplace;
import dev.penumbra.model.ExactInference;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of all kinds, compressed and decompressed: what comes back is the file, byte for byte, or the pixels in their mode. */
class RoundTripTest {
    private static final ExactInference MODEL = Coders.vae(new Laplace());
    private static final int ITEMS = 7;

    @TempDir
    private Path folder;

    private static Dataset open(Path path) {
        return Items.open(path.toString(), DataOptions.of(new Seed(1)));
    }

    private Path compressed(Path original, int quality) {
        Path file = folder.resolve("x.pnz");
        Compressor.compress(MODEL, open(original), file, new Compressor.Settings(quality, 3, 1), done -> {});
        return file;
    }

    /** An array of bytes 0 to 255, each made a number. */
    private Path array(String type, boolean fortran, List<Integer> sizes, IntToDoubleFunction number)
            throws IOException {
        List<Integer> dims = new ArrayList<>(List.of(ITEMS));
        dims.addAll(sizes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(NpyWriter.header(type, dims, fortran));
        SplittableRandom random = new SplittableRandom(3);
        ByteBuffer one =
                ByteBuffer.allocate(8).order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ITEMS * 20; i++) {
            double value = number.applyAsDouble(random.nextInt(256));
            one.clear();
            switch (type.substring(1)) {
                case "u1", "b1" -> one.put((byte) value);
                case "i4" -> one.putInt((int) value);
                case "i8" -> one.putLong((long) value);
                case "f4" -> one.putFloat((float) value);
                default -> one.putDouble(value);
            }
            out.write(one.array(), 0, one.position());
        }
        return Files.write(folder.resolve("original.npy"), out.toByteArray());
    }

    static Stream<Arguments> arrays() {
        List<Integer> grey = List.of(4, 5);
        IntToDoubleFunction same = k -> k;
        IntToDoubleFunction mask = k -> k > 128 ? 1 : 0;
        return Stream.of(
                Arguments.of("|u1", false, grey, same),
                Arguments.of("|u1", false, List.of(1, 4, 5), same),
                Arguments.of("|u1", true, grey, same),
                Arguments.of("|u1", false, grey, mask),
                Arguments.of("|b1", false, grey, mask),
                Arguments.of(">i4", false, grey, same),
                Arguments.of("<i8", true, grey, same),
                Arguments.of("<f4", false, grey, (IntToDoubleFunction) k -> k / 255f),
                Arguments.of(">f4", false, grey, (IntToDoubleFunction) k -> k * (1 / 255f)),
                Arguments.of("<f8", false, grey, (IntToDoubleFunction) k -> k / 255.0),
                Arguments.of("<f8", true, grey, (IntToDoubleFunction) k -> k * (1 / 255.0)),
                Arguments.of("<f4", false, grey, (IntToDoubleFunction) k -> k > 128 ? -0.0 : 1e-42),
                Arguments.of("<f4", false, grey, mask));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void anArrayComesBackInItsTypeAndOrder(
            String type, boolean fortran, List<Integer> sizes, IntToDoubleFunction number) throws IOException {
        Path original = array(type, fortran, sizes, number);
        Path file = compressed(original, 0);
        Path back = folder.resolve("back.npy");
        assertThat(ItemFiles.write(MODEL, file, back, 1)).isEqualTo(ITEMS);
        assertThat(Files.readAllBytes(back)).isEqualTo(Files.readAllBytes(original));
        assertThat(Verification.against(MODEL, file, open(original), 1, done -> {}))
                .isZero();

        Path one = folder.resolve("one.npy");
        ItemFiles.writeOne(MODEL, file, 4, one);
        Dataset all = open(original);
        double[] expected = new double[20];
        all.readRaw(4, expected);
        byte[] bytes = Files.readAllBytes(one);
        double[] received = Decompressor.original(MODEL.model(), file)
                .numbers(Decompressor.item(MODEL, file, 4).x());
        assertThat(received).containsExactly(expected);
        assertThat(bytes).hasSize(128 + 20 * (type.charAt(2) - '0'));
    }

    private void refused(Path data, String... parts) {
        assertThatThrownBy(() -> Compressor.compress(
                        MODEL,
                        open(data),
                        data.toString(),
                        folder.resolve("no.pnz"),
                        Compressor.Settings.lossless(),
                        done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts);
        assertThat(folder.resolve("no.pnz")).doesNotExist();
    }

    @Test
    void aRefusalSaysTheReasonAndThePlace() throws IOException {
        Path zeros = array("<f4", false, List.of(4, 5), k -> k % 3 == 0 ? -0.0 : k % 3 - 1);
        refused(zeros, "-0.0 beside 0.0", "32-bit floats", zeros.toString());
        Path whole = array("<i8", false, List.of(4, 5), k -> k > 128 ? 0x1p60 : k);
        Dataset data = open(whole);
        assertThatThrownBy(() -> Survey.of(
                        new Gaussian(1), data, "w.npy", data, data.schema().scaling(), data.arrayForm()))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("below 2^53", "1.152921504606847E18", "w.npy, item ");
        Path shape = array("|u1", false, List.of(2, 10), k -> k);
        refused(shape, "another shape", "where:    " + shape + "\n");
    }

    @Test
    void withLossTypeAndOrderStay() throws IOException {
        Path original = array(">i4", true, List.of(4, 5), k -> k);
        Path back = folder.resolve("back.npy");
        Path file = compressed(original, 90);
        ItemFiles.write(MODEL, file, back, 1);
        assertThat(Files.readAllBytes(back)).hasSameSizeAs(Files.readAllBytes(original));
        assertThat(Files.readAllBytes(back)).startsWith(NpyWriter.header(">i4", List.of(ITEMS, 4, 5), true));
        assertThat(Verification.against(MODEL, file, open(original), 1, done -> {}))
                .isBetween(1e-9, 1e4);
    }

    @Test
    void theFirstItemThatDiffersIsNamed() throws IOException {
        Path file = compressed(array("|u1", false, List.of(4, 5), k -> k), 0);
        Path other = array("|u1", false, List.of(4, 5), k -> k);
        byte[] bytes = Files.readAllBytes(other);
        bytes[128 + 3 * 20 + 6] ^= 1;
        Files.write(other, bytes);
        assertThatThrownBy(() -> Verification.against(MODEL, file, open(other), 1, done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Item 3 is not that of the original: value 6 differs");
        Path floats = array("<f4", false, List.of(4, 5), k -> k / 255f);
        assertThatThrownBy(() -> Verification.against(MODEL, file, open(floats), 1, done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another type or order");
    }

    private void image(String name, BufferedImage image, int most, int step) throws IOException {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 5; x++) {
                image.getRaster().setSample(x, y, 0, step * random.nextInt(most + 1));
            }
        }
        Path file = folder.resolve("images").resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    }

    private static BufferedImage grey(int type) {
        return new BufferedImage(5, 4, type);
    }

    @Test
    void imagesComeBackInTheirMode() throws IOException {
        byte[] levels = {0, 50, (byte) 200, 9};
        IndexColorModel palette = new IndexColorModel(2, 4, levels, levels, levels);
        image("grey.png", grey(BufferedImage.TYPE_BYTE_GRAY), 255, 1);
        image("mask.png", grey(BufferedImage.TYPE_BYTE_GRAY), 1, 1);
        image("bilevel.png", grey(BufferedImage.TYPE_BYTE_BINARY), 1, 1);
        image("deep.png", grey(BufferedImage.TYPE_USHORT_GRAY), 255, 257);
        image("a/palette.PNG", new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_BINARY, palette), 3, 1);
        Path images = folder.resolve("images");
        Path file = compressed(images, 0);
        Path back = folder.resolve("back");
        assertThat(ItemFiles.write(MODEL, file, back, 1)).isEqualTo(5);
        for (String name : List.of("grey.png", "mask.png", "bilevel.png", "deep.png", "a/palette.PNG")) {
            BufferedImage before = ImageIO.read(images.resolve(name).toFile());
            BufferedImage after = ImageIO.read(back.resolve(name).toFile());
            assertThat(after.getColorModel()).as(name).isEqualTo(before.getColorModel());
            assertThat(after.getRaster().getSamples(0, 0, 5, 4, 0, (int[]) null))
                    .as(name)
                    .isEqualTo(before.getRaster().getSamples(0, 0, 5, 4, 0, (int[]) null));
        }
        assertThat(Verification.against(MODEL, file, open(images), 1, done -> {}))
                .isZero();
        assertThatThrownBy(() -> ItemFiles.write(MODEL, file, back, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("already");
    }

    @Test
    void anImageOfMoreThanEightBitsIsRefusedByName() throws IOException {
        image("deep.png", grey(BufferedImage.TYPE_USHORT_GRAY), 255, 256);
        assertThatThrownBy(() -> compressed(folder.resolve("images"), 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("deep.png")
                .hasMessageContaining("16 bits");
        assertThat(folder.resolve("x.pnz")).doesNotExist();
    }

    @Test
    void twoItemsAreNeverOneFile() throws IOException {
        image("x.jpg.png", grey(BufferedImage.TYPE_BYTE_GRAY), 255, 1);
        Path jpeg = folder.resolve("images/x.jpg");
        assertThat(ImageIO.write(grey(BufferedImage.TYPE_BYTE_GRAY), "jpeg", jpeg.toFile()))
                .isTrue();
        assertThatThrownBy(() -> compressed(folder.resolve("images"), 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'x.jpg' and 'x.jpg.png'");
    }

    @Test
    void namesThatMeetAreFoundBeforeAnythingIsWritten() {
        ItemPaths paths = new ItemPaths(folder.resolve("out"), "x.pnz");
        paths.add("a/b.png");
        assertThatThrownBy(() -> paths.add("a/c/../b.PNG/../b.png")).isInstanceOf(InputException.class);
        paths.add("d.png/e.png");
        assertThatThrownBy(() -> paths.add("d.png"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'d.png/e.png' and 'd.png'");
        assertThatThrownBy(() -> paths.add("a/b.png/f"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'a/b.png' and 'a/b.png/f'");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
