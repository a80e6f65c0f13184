package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyTypesTest {
    @TempDir
    Path folder;

    private Dataset npy(String descr, String shape, byte[] values) {
        return Bytes.open(Bytes.file(folder, "a.npy", Bytes.npy(descr, false, shape, values)));
    }

    @Test
    void unsignedNumbersHaveNoSign() {
        assertThat(Bytes.example(npy("<u2", "(1, 2)", new byte[] {-1, -1, 2, 1}), 0))
                .containsExactly(65535, 258);
        assertThat(Bytes.example(npy(">u2", "(1, 2)", new byte[] {-1, -1, 2, 1}), 0))
                .containsExactly(65535, 513);
        assertThat(Bytes.example(npy("<u4", "(1, 1)", new byte[] {0, 0, 0, -128}), 0))
                .containsExactly(0x1p31f);
        byte[] top = new byte[8];
        top[7] = -128;
        assertThat(Bytes.example(npy("<u8", "(1, 1)", top), 0)).containsExactly(0x1p63f);
    }

    @Test
    void unsigned64BitsAreRoundedOnce() {
        ByteBuffer bits = ByteBuffer.allocate(8);
        // 2^63 + 2^10 + 1 lies above the middle of two neighbours that are 2^11 apart.
        bits.putLong(0, Long.MIN_VALUE + 1025);
        assertThat(Element.U8.get(bits, 0)).isEqualTo(0x1p63 + 2048);
        bits.putLong(0, -1);
        assertThat(Element.U8.get(bits, 0)).isEqualTo(0x1p64);
    }

    @Test
    void halfPrecisionIsThatOfIeee754() {
        // 1.0, -2.0, the smallest subnormal 2^-24, the largest 65504.
        ByteBuffer half = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        half.putShort((short) 0x3c00)
                .putShort((short) 0xc000)
                .putShort((short) 1)
                .putShort((short) 0x7bff);
        assertThat(Bytes.example(npy("<f2", "(1, 4)", half.array()), 0)).containsExactly(1, -2, 0x1p-24f, 65504);
    }

    @ParameterizedTest
    @CsvSource({
        "<c8, numpy.abs",
        "|O, astype('float64')",
        "<M8[ns], astype('int64')",
        "<f16, astype('float32')",
        "<U3, texts are read as labels",
        "|S3, texts are read as labels"
    })
    void otherTypesAreRefusedWithTheWayToNumbers(String descr, String remedy) {
        assertThatThrownBy(() -> npy(descr, "(1, 1)", new byte[16]))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(remedy);
    }

    @Test
    void structuredArraysAreRefusedWithTheWayToNumbers() {
        byte[] file = Bytes.npy("X", false, "(1,)", new byte[8]);
        String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("'X'", "[('a', '<f4'), ('b', '<f4')]");
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        bytes[8] = (byte) (bytes.length - 10 - 8);
        assertThatThrownBy(() -> Bytes.open(Bytes.file(folder, "s.npy", bytes)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("structured_to_unstructured");
    }

    @Test
    void aRowOfNumbersIsOneColumn() {
        Dataset data = npy("|u1", "(3,)", new byte[] {7, 8, 9});
        assertThat(data.size()).isEqualTo(3);
        assertThat(Bytes.example(data, 2)).containsExactly(9);
        assertThat(data.notes()).containsExactly("read as: npy, one column of 3 rows");
    }

    @Test
    void sizesThatAreNoneAreNamed() {
        for (String shape : new String[] {"(-1, 2)", "(0, 2)", "(2, -4)"}) {
            assertThatThrownBy(() -> npy("<f4", shape, new byte[4]))
                    .as(shape)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("every size at least 1");
        }
        assertThatThrownBy(() -> npy("<f4", "()", new byte[4]))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a single value");
    }
}
