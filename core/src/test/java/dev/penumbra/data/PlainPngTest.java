package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares with ImageIO, which {@link ImageIoReader} uses, on files that are assembled here. */
class PlainPngTest {
    private static final int HEIGHT = 7;
    private static final int WIDTH = 5;
    private static final int GREY = 0;
    private static final int RGB = 2;

    private final SplittableRandom random = new Seed(3).random();

    private static byte[] chunk(String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        return ByteBuffer.allocate(content.length + 12)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] header(int width, int height, int depth, int kind, int interlace) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {(byte) depth, (byte) kind, 0, 0, (byte) interlace})
                        .array());
    }

    private static byte[] deflated(byte[] rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(rows);
        }
        return bytes.toByteArray();
    }

    private static byte[] file(byte[]... chunks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        for (byte[] chunk : chunks) {
            out.write(chunk);
        }
        out.write(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    /** Random rows after a filter byte each; the filters turn in a circle from {@code filter} on. */
    private byte[] rows(int channels, int filter) {
        byte[] rows = new byte[HEIGHT * (1 + channels * WIDTH)];
        random.nextBytes(rows);
        for (int y = 0; y < HEIGHT; y++) {
            rows[y * (1 + channels * WIDTH)] = (byte) ((filter + y) % 5);
        }
        return rows;
    }

    private static @Nullable Image plain(byte[] png) throws IOException {
        try (PlainPng reader = new PlainPng()) {
            return reader.decode(png, png.length, PngChunks.of(png, png.length));
        }
    }

    private static void assertSame(byte[] png) throws IOException {
        ImageFacts facts = ImageFacts.of(png, png.length, ImageKind.PNG);
        Image expected = ImageIoReader.decode(png, png.length, facts, null, "test.png");
        Image image = Objects.requireNonNull(plain(png));
        assertThat(image.height()).isEqualTo(HEIGHT);
        assertThat(image.width()).isEqualTo(WIDTH);
        assertThat(image.samples()).isEqualTo(expected.planes(image.channels()));
    }

    @Test
    void everyFilterGivesTheSamplesOfImageIo() throws IOException {
        for (int kind : new int[] {GREY, RGB}) {
            for (int filter = 0; filter < 5; filter++) {
                byte[] rows = rows(kind == GREY ? 1 : 3, filter);
                assertSame(file(header(WIDTH, HEIGHT, 8, kind, 0), chunk("IDAT", deflated(rows))));
            }
        }
    }

    @Test
    void dataMayBeSplitAndOtherChunksAreSkipped() throws IOException {
        byte[] data = deflated(rows(1, 4));
        assertSame(file(
                header(WIDTH, HEIGHT, 8, GREY, 0),
                chunk("gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f}),
                chunk("IDAT", Arrays.copyOf(data, 10)),
                chunk("IDAT", new byte[0]),
                chunk("IDAT", Arrays.copyOfRange(data, 10, data.length)),
                chunk("tEXt", "a\0b".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void aReaderMayBeUsedForImagesOfAllSizes() throws IOException {
        byte[] large = file(header(WIDTH, HEIGHT, 8, RGB, 0), chunk("IDAT", deflated(rows(3, 2))));
        byte[] small = file(header(1, 1, 8, GREY, 0), chunk("IDAT", deflated(new byte[] {2, 9})));
        try (PlainPng reader = new PlainPng()) {
            byte[] before = samples(reader, large);
            assertThat(samples(reader, small)).containsExactly(9);
            assertThat(samples(reader, large)).isEqualTo(before);
        }
    }

    private static byte[] samples(PlainPng reader, byte[] png) throws IOException {
        return Objects.requireNonNull(reader.decode(png, png.length, PngChunks.of(png, png.length)))
                .samples();
    }

    @Test
    void otherKindsAreLeftToImageIo() throws IOException {
        byte[] data = chunk("IDAT", deflated(rows(4, 0)));
        byte[] grey = header(WIDTH, HEIGHT, 8, GREY, 0);
        assertThat(plain(file(header(WIDTH, HEIGHT, 16, GREY, 0), data))).isNull();
        assertThat(plain(file(header(WIDTH, HEIGHT, 4, GREY, 0), data))).isNull();
        assertThat(plain(file(header(WIDTH, HEIGHT, 8, 3, 0), data))).isNull();
        assertThat(plain(file(header(WIDTH, HEIGHT, 8, 4, 0), data))).isNull();
        assertThat(plain(file(header(WIDTH, HEIGHT, 8, 6, 0), data))).isNull();
        assertThat(plain(file(header(WIDTH, HEIGHT, 8, GREY, 1), data))).isNull();
        assertThat(plain(file(header(1 << 15, 1, 8, GREY, 0), data))).isNull();
        assertThat(plain(file(header(-1, 1, 8, GREY, 0), data))).isNull();
        assertThat(plain(file(grey, chunk("tRNS", new byte[2]), data))).isNull();
        assertThat(plain(file(grey, chunk("acTL", new byte[8]), data))).isNull();
    }

    @Test
    void rowsThatAreMissingAreLeftToImageIo() throws IOException {
        byte[] header = header(WIDTH, HEIGHT, 8, GREY, 0);
        byte[] rows = rows(1, 1);
        assertThat(plain(file(header, chunk("IDAT", deflated(rows))))).isNotNull();
        assertThat(plain(file(header, chunk("IDAT", deflated(Arrays.copyOf(rows, rows.length - 1))))))
                .isNull();
        rows[0] = 5;
        assertThat(plain(file(header, chunk("IDAT", deflated(rows))))).isNull();
        assertThat(plain(file(header, chunk("IDAT", new byte[20])))).isNull();
    }

    @Test
    void whatIsCutOffOrChangedIsRefused() throws IOException {
        byte[] good = file(
                header(WIDTH, HEIGHT, 8, GREY, 0), chunk("IDAT", deflated(rows(1, 1))), chunk("tEXt", new byte[] {1, 0
                }));
        for (int i = 0; i < good.length; i++) {
            byte[] cut = Arrays.copyOf(good, i);
            byte[] changed = good.clone();
            changed[i] ^= 4;
            assertThatThrownBy(() -> PngChunks.of(cut, cut.length)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> PngChunks.of(changed, changed.length)).isInstanceOf(IOException.class);
        }
        byte[] unknown = file(header(1, 1, 8, GREY, 0), chunk("ABCD", new byte[2]));
        assertThatThrownBy(() -> PngChunks.of(unknown, unknown.length)).isInstanceOf(IOException.class);
    }

    @Test
    void whateverTheRowsAreGivesAnImageOrNull() throws IOException {
        for (int i = 0; i < 500; i++) {
            byte[] data = deflated(rows(3, 0));
            data[random.nextInt(data.length)] = (byte) random.nextInt();
            Image image = plain(file(header(WIDTH, HEIGHT, 8, RGB, 0), chunk("IDAT", data)));
            if (image != null) {
                assertThat(image.samples()).hasSize(image.channels() * image.height() * image.width());
            }
        }
    }
}
