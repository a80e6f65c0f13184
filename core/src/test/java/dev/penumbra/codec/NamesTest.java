package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static byte[] bytes(List<String> names, long first) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Names.write(out, names, first);
        return out.toByteArray();
    }

    @Test
    void namesComeBack() {
        List<String> names = List.of("", "a/b.png", "a/b.png", "a/c.png", "ä", "x".repeat(4096), "y");
        assertThat(Names.read(ByteBuffer.wrap(bytes(names, 0)), names.size(), 0))
                .isEqualTo(names);
    }

    @Test
    void numbersThatCountOnTakeOneByte() {
        List<String> numbers =
                IntStream.range(5000, 6000).mapToObj(String::valueOf).toList();
        assertThat(bytes(numbers, 5000)).hasSize(1);
        assertThat(Names.read(ByteBuffer.wrap(bytes(numbers, 5000)), 1000, 5000))
                .isEqualTo(numbers);
        assertThat(bytes(numbers, 4999)).hasSizeGreaterThan(1000);
    }

    @Test
    void hostileNamesAreRefused() {
        byte[][] all = {
            {}, {1}, {1, 0}, {1, 1, 0}, {1, 0, 5, 'a'}, {1, 0, (byte) 0xff, (byte) 0xff, 0}, {1, 0, 1, (byte) 0xff}
        };
        for (byte[] bytes : all) {
            assertThatThrownBy(() -> Names.read(ByteBuffer.wrap(bytes), 1, 0)).isInstanceOf(Ans.Damaged.class);
        }
    }
}
