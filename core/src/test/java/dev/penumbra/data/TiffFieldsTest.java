package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TIFF files, built tag by tag: those that claim more than they hold are refused before memory is taken. */
class TiffFieldsTest {
    private static final int WIDTH = 256;
    private static final int LENGTH = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int OFFSETS = 273;
    private static final int SAMPLES = 277;
    private static final int ROWS = 278;
    private static final int BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_LENGTH = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int JPEG_BYTES = 514;
    private static final int SUBSAMPLING = 530;
    private static final int DEFLATE = 8;
    /** Where the pixels begin. */
    private static final int PIXELS = 300;

    @TempDir
    private Path folder;

    /** A grey image of 4 rows and 6 columns with other and further fields: tag, value, tag, value ... */
    private static byte[] tiff(int... others) {
        Map<Integer, Integer> fields = new TreeMap<>(Map.of(
                WIDTH,
                6,
                LENGTH,
                4,
                BITS,
                8,
                COMPRESSION,
                1,
                PHOTOMETRIC,
                1,
                OFFSETS,
                PIXELS,
                SAMPLES,
                1,
                ROWS,
                4,
                BYTES,
                24));
        for (int i = 0; i < others.length; i += 2) {
            fields.put(others[i], others[i + 1]);
        }
        ByteBuffer out = ByteBuffer.allocate(PIXELS + 24).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) fields.size());
        fields.forEach((tag, value) -> {
            boolean small = tag == BITS || tag == COMPRESSION || tag == PHOTOMETRIC || tag == SAMPLES;
            int type = small || tag == SUBSAMPLING ? 3 : 4;
            out.putShort(tag.shortValue())
                    .putShort((short) type)
                    .putInt(tag == SUBSAMPLING ? 2 : 1)
                    .putInt(value);
        });
        return out.array();
    }

    private Dataset open(int... others) {
        return Bytes.open(Bytes.file(folder, "x.tif", tiff(others)));
    }

    private void refused(String what, int... others) {
        assertThatThrownBy(() -> open(others))
                .as("%s", what)
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(what, "x.tif");
    }

    @Test
    void stripsAndTilesOfUsualSizesAreRead() {
        Shape shape = Shape.image(1, 4, 6);
        assertThat(open().schema().shape()).isEqualTo(shape);
        assertThat(open(ROWS, -1).schema().shape()).isEqualTo(shape);
        assertThat(open(ROWS, Integer.MAX_VALUE).schema().shape()).isEqualTo(shape);
        assertThat(open(BYTES, Integer.MAX_VALUE).schema().shape()).isEqualTo(shape);
        assertThat(open(SUBSAMPLING, 0x2_0002).schema().shape()).isEqualTo(shape);
    }

    @Test
    void tilesFarBeyondTheImageAreRefused() {
        for (int[] size : new int[][] {{1 << 15, 1 << 15}, {16, 1 << 30}, {-1, 16}, {16, -2}, {0, 16}, {-1, -1}}) {
            refused("tiles of", TILE_WIDTH, size[0], TILE_LENGTH, size[1], TILE_OFFSETS, PIXELS, TILE_BYTES, 24);
        }
        refused("strips", ROWS, -2);
        refused("strips", ROWS, 0);
    }

    @Test
    void samplesThatNoImageHasAreRefused() {
        refused("samples of 28 bits", BITS, 28);
        refused("samples of 64 bits", BITS, 64);
        refused("pixels of 1000 samples", SAMPLES, 1000);
        refused("colours of every 65535 pixels", SUBSAMPLING, -1);
    }

    @Test
    void pixelsThatTheFileCannotHoldAreRefused() {
        refused("pixels of 16777216 bytes", WIDTH, 4096, LENGTH, 4096, ROWS, 4096);
        refused("pixels of 16777216 bytes", WIDTH, 4096, LENGTH, 4096, ROWS, 1, COMPRESSION, DEFLATE);
        for (int tag : new int[] {BYTES, TILE_BYTES, JPEG_BYTES}) {
            refused("pixels packed in 2147483647 bytes", COMPRESSION, DEFLATE, tag, Integer.MAX_VALUE);
        }
    }

    @Test
    void aJpegWithinThatClaimsMorePixelsThanItsStripIsRefused() {
        byte[] file = tiff(COMPRESSION, 7);
        byte[] frame = {(byte) 0xff, (byte) 0xc2, 0, 11, 8, (byte) 0xff, (byte) 0xdc, (byte) 0xff, (byte) 0xdc, 1};
        System.arraycopy(frame, 0, file, PIXELS, frame.length);
        String path = Bytes.file(folder, "x.tif", file);
        assertThatThrownBy(() -> Bytes.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a JPEG of " + 65500L * 65500 + " pixels in a strip or tile of 4x6")
                .hasMessageContaining("x.tif");
    }
}
