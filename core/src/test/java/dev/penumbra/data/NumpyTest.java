package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyTest {
    @TempDir
    Path folder;

    private Dataset npy(String descr, boolean fortran, String shape, byte[] values) {
        return Bytes.open(Bytes.file(folder, "a.npy", Bytes.npy(descr, fortran, shape, values)));
    }

    private static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(order);
        for (float v : values) {
            out.putFloat(v);
        }
        return out.array();
    }

    private static byte[] encoded(String type, ByteOrder order, int... values) {
        int size = type.charAt(1) - '0';
        ByteBuffer out = ByteBuffer.allocate(size * values.length).order(order);
        for (int v : values) {
            switch (type) {
                case "u1", "i1", "b1" -> out.put((byte) v);
                case "i2" -> out.putShort((short) v);
                case "i4" -> out.putInt(v);
                case "i8" -> out.putLong(v);
                case "f4" -> out.putFloat(v);
                case "f8" -> out.putDouble(v);
                default -> throw new IllegalArgumentException(type);
            }
        }
        return out.array();
    }

    @Test
    void everyTypeIsReadInBothByteOrders() {
        for (String type : List.of("u1", "i1", "i2", "i4", "i8", "f4", "f8")) {
            Dataset little = npy("<" + type, false, "(2, 2)", encoded(type, ByteOrder.LITTLE_ENDIAN, 1, 100, 3, 4));
            Dataset big = npy(">" + type, false, "(2, 2)", encoded(type, ByteOrder.BIG_ENDIAN, 1, 100, 3, 4));
            assertThat(Bytes.example(little, 0)).as(type).containsExactly(1, 100);
            assertThat(Bytes.example(big, 1)).as(type).containsExactly(3, 4);
        }
        Dataset bool = npy("|b1", false, "(1, 2)", new byte[] {0, 1});
        assertThat(Bytes.example(bool, 0)).containsExactly(0, 1);
    }

    @Test
    void signedBytesAreSigned() {
        assertThat(Bytes.example(npy("|i1", false, "(1, 2)", new byte[] {-5, 5}), 0))
                .containsExactly(-5, 5);
    }

    @Test
    void fortranOrderGivesTheSameExamples() {
        // The table 0 1 2 / 3 4 5, first by rows, then by columns.
        Dataset c = npy("|u1", false, "(2, 3)", new byte[] {0, 1, 2, 3, 4, 5});
        assertThat(Bytes.example(c, 1)).containsExactly(3, 4, 5);
        Dataset fortran = npy("|u1", true, "(2, 3)", new byte[] {0, 3, 1, 4, 2, 5});
        assertThat(Bytes.example(fortran, 0)).containsExactly(0, 1, 2);
        assertThat(Bytes.example(fortran, 1)).containsExactly(3, 4, 5);
    }

    @Test
    void channelLastImagesBecomePlanes() {
        Dataset tall = npy("|u1", false, "(1, 5, 2, 3)", Bytes.counting(30));
        assertThat(tall.schema().shape()).isEqualTo(Shape.image(3, 5, 2));
        assertThat(Bytes.example(tall, 0)[0]).isEqualTo(0);
        assertThat(Bytes.example(tall, 0)[1]).isEqualTo(3 / 255f);
        assertThat(Bytes.example(tall, 0)[10]).isEqualTo(1 / 255f);
    }

    @Test
    void channelFirstImagesStayPlanes() {
        Dataset data = npy("|u1", false, "(2, 3, 5, 2)", Bytes.counting(60));
        assertThat(data.schema().shape()).isEqualTo(Shape.image(3, 5, 2));
        assertThat(Bytes.example(data, 1)[0]).isEqualTo(30 / 255f);
        assertThat(Bytes.example(data, 1)[29]).isEqualTo(59 / 255f);
    }

    @Test
    void fortranImagesBecomePlanesToo() {
        // Element (n, y, x) of shape (2, 2, 2) lies at n + 2 y + 4 x.
        Dataset data = npy("|u1", true, "(2, 2, 2)", Bytes.counting(8));
        assertThat(Bytes.example(data, 1)).containsExactly(1 / 255f, 5 / 255f, 3 / 255f, 7 / 255f);
    }

    @Test
    void floatImagesWithinZeroAndOneStayAsTheyAre() {
        Dataset data = npy("<f4", false, "(1, 1, 2)", floats(ByteOrder.LITTLE_ENDIAN, 0.25f, 1));
        assertThat(data.schema().scaling()).isEqualTo(Scaling.NONE);
        assertThat(Bytes.example(data, 0)).containsExactly(0.25f, 1);
    }

    @Test
    void notANumberIsRefusedWithItsRowAndColumn() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> npy("<f4", false, "(2, 2)", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, bad, 4)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("row 2, column 1");
            assertThatThrownBy(() -> npy("<f4", true, "(2, 2)", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, bad, 4)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("row 1, column 2");
        }
    }

    @Test
    void npzGivesExamplesAndLabels() {
        byte[] x = Bytes.npy("|u1", false, "(3, 2)", Bytes.counting(6));
        byte[] y = Bytes.npy("<i4", false, "(3,)", encoded("i4", ByteOrder.LITTLE_ENDIAN, 5, -1, 5));
        Dataset data = Bytes.open(Bytes.file(folder, "a.npz", Bytes.zip(Map.of("X.npy", x, "y.npy", y))));
        assertThat(data.schema().classes()).containsExactly("-1", "5");
        assertThat(data.label(1)).isEqualTo(0);
        assertThat(Bytes.example(data, 2)).containsExactly(4, 5);
        Dataset single = Bytes.open(Bytes.file(folder, "b.npz", Bytes.zip(Map.of("anything.npy", x))));
        assertThat(single.size()).isEqualTo(3);
    }

    @Test
    void npzWithoutClearExamplesIsRefused() {
        byte[] x = Bytes.npy("|u1", false, "(3, 2)", Bytes.counting(6));
        String path = Bytes.file(folder, "a.npz", Bytes.zip(Map.of("p.npy", x, "q.npy", x)));
        assertThatThrownBy(() -> Bytes.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rename");
    }

    @Test
    void hostileHeadersAreRefused() {
        byte[] few = new byte[4];
        for (String shape : List.of(
                "(2147483647, 2147483647)",
                "(99999999999999999999,)",
                "(0, 2)",
                "()",
                "(4,)",
                "(1, 2, 2, 1, 1)",
                "(1, -4)",
                "(1000000, 1000)")) {
            refused(Bytes.npy("<f4", false, shape, few));
        }
        for (String descr : List.of("|O", "<U8", "<c16", "<f16", "<M8[ns]", "|V3", "[('a', '<f4')]")) {
            refused(Bytes.npy(descr, false, "(1, 1)", few));
        }
        byte[] good = Bytes.npy("|u1", false, "(2, 2)", few);
        for (int length = 0; length < good.length; length++) {
            refused(Arrays.copyOf(good, length));
        }
        refused(Arrays.copyOf(good, good.length + 1));
    }

    private void refused(byte[] npy) {
        String plain = Bytes.file(folder, "h.npy", npy);
        assertThatThrownBy(() -> Bytes.open(plain))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(plain);
        String zipped = Bytes.file(folder, "h.npz", Bytes.zip(Map.of("X.npy", npy)));
        assertThatThrownBy(() -> Bytes.open(zipped))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(zipped);
    }
}
