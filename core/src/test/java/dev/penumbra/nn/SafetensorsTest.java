package dev.penumbra.nn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penumbra.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static Weights weights() {
        var tensors = new LinkedHashMap<String, Weights.Values>();
        tensors.put("z", new Weights.Values(List.of(2, 1), new float[] {1, -0.0f}));
        tensors.put("a", new Weights.Values(List.of(), new float[] {Float.MIN_VALUE}));
        return new Weights(tensors);
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static void assertRefused(byte[] bytes) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Safetensors.read(bytes, "test"))
                .withMessageContaining("test");
    }

    @Test
    void theBytesAreThoseOfTheFormat() {
        byte[] bytes = Safetensors.write(weights());
        String header = "{\"z\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}\n";
        int length = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + length + 12).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(length).put(header.getBytes(UTF_8));
        while (expected.position() < 8 + length) {
            expected.put((byte) ' ');
        }
        expected.putFloat(1).putFloat(-0.0f).putFloat(Float.MIN_VALUE);
        assertThat(bytes).isEqualTo(expected.array());
    }

    @Test
    void weightsComeBackBitForBitAndInOrder() throws IOException {
        byte[] bytes = Safetensors.write(weights());
        Weights back = Safetensors.read(new ByteArrayInputStream(bytes), bytes.length, "test")
                .weights();
        assertThat(back.tensors().keySet()).containsExactly("z", "a");
        assertThat(back.tensors())
                .extractingByKey("z")
                .extracting(Weights.Values::dims)
                .isEqualTo(List.of(2, 1));
        assertThat(Float.floatToRawIntBits(back.get("z")[1])).isEqualTo(0x80000000);
        assertThat(Safetensors.write(back)).isEqualTo(bytes);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Safetensors.read(new ByteArrayInputStream(bytes), bytes.length - 1, "test"));
    }

    @Test
    void metadataAreAllowed() {
        String header =
                "{\"__metadata__\":{\"format\":\"pt\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        assertThat(Safetensors.read(file(header, 4), "test").get("w")).containsExactly(0);
    }

    @Test
    void everyTruncationAndEveryAdditionIsRefused() {
        byte[] bytes = Safetensors.write(weights());
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(Arrays.copyOf(bytes, length));
        }
        assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,0],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,2],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2147483649,2147483648],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":null,\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[null],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}",
                "{\"w\":null}",
                "{\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"__metadata__\":{\"a\":1},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{}",
                " {}",
                "[]",
                "null",
            })
    void hostileHeadersAreRefused(String header) {
        assertRefused(file(header, 8));
    }

    @Test
    void headerLengthsThatLieAreRefused() {
        for (long length : new long[] {-1, 0, 1, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
            byte[] bytes = Safetensors.write(weights());
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            assertRefused(bytes);
        }
    }

    @Test
    void randomBytesAreRefused() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 8) {
                Arrays.fill(bytes, 1, 8, (byte) 0);
                bytes[0] = (byte) random.nextInt(bytes.length);
            }
            assertRefused(bytes);
        }
    }
}
