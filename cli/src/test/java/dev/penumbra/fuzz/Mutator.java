package dev.penumbra.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes hostile inputs of good ones: what bits, bytes, numbers, words and lines can do. */
final class Mutator {
    /** No input grows beyond this. */
    private static final int LARGEST = 1 << 17;

    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        4,
        7,
        8,
        9,
        12,
        16,
        31,
        32,
        64,
        127,
        128,
        255,
        256,
        257,
        1000,
        1 << 12,
        1 << 14,
        (1 << 15) - 1,
        1 << 15,
        (1 << 16) - 1,
        1 << 16,
        100_000,
        1 << 20,
        1 << 24,
        1 << 26,
        1 << 28,
        1 << 30,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        1L << 40,
        1L << 42,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8,
        Integer.MIN_VALUE,
        0x7fc00000,
        0x7f800000,
        0xff800000L,
        0x7ff8000000000000L,
        0x7ff0000000000000L
    };

    private static final List<String> WORDS = List.of(
            "",
            "0",
            "-0",
            "1",
            "-1",
            "2",
            "7",
            "64",
            "127",
            "255",
            "256",
            "1000",
            "65535",
            "65536",
            "16777216",
            "2147483647",
            "2147483648",
            "4294967296",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999",
            "1e400",
            "-1e400",
            "1e-400",
            "9e38",
            "0.1",
            "1.5",
            "1e2",
            "1E+5",
            "NaN",
            "nan",
            "Infinity",
            "-inf",
            "0x10",
            "1_000",
            "1,5",
            "null",
            "true",
            "false",
            "NULL",
            "{}",
            "[]",
            "[[",
            "]",
            "{",
            "}",
            "{\"a\":",
            "\"\"",
            "\"",
            "'",
            "''",
            "\\",
            "\\u0000",
            "\\ud800",
            "\\\"",
            "(",
            ")",
            ":",
            "::",
            ",",
            ",,",
            ";",
            "=",
            "==",
            "@",
            "@@",
            "#",
            "%s",
            "%n",
            "$1",
            " ",
            "\t",
            "\r",
            "\n",
            "\r\n",
            "\n\n",
            "\0",
            "\u001b[31m",
            "\u202e",
            "\ufeff",
            "\u00e9",
            "\u2028",
            "\ud83d\ude00",
            "..",
            "../",
            "../../x",
            "/etc/x",
            "C:\\x",
            "\\\\x\\y",
            "a/./b",
            "a//b",
            "CON",
            "nul.png",
            ".png",
            "__MACOSX/",
            ".hidden/x.png",
            "type",
            "label",
            "z1",
            "sep=;",
            "data",
            "model",
            "name",
            "True",
            "L",
            "__metadata__",
            "layers",
            "residual");

    private Mutator() {}

    /** {@code seed} after one to six changes, some of which may take parts of {@code other}. */
    static byte[] mutated(byte[] seed, byte[] other, SplittableRandom random) {
        byte[] bytes = seed;
        int most = 1 + random.nextInt(6);
        int changes = Math.min(most, 1 + random.nextInt(6));
        for (int i = 0; i < changes; i++) {
            bytes = changed(bytes.length == 0 ? new byte[1] : bytes, other, random);
        }
        return bytes.length > LARGEST ? Arrays.copyOf(bytes, LARGEST) : bytes;
    }

    private static byte[] changed(byte[] in, byte[] other, SplittableRandom random) {
        int at = random.nextInt(in.length);
        int end = at + 1 + random.nextInt(Math.min(in.length - at, 1 << random.nextInt(14)));
        byte[] part = Arrays.copyOfRange(in, at, end);
        return switch (random.nextInt(17)) {
            case 0 -> set(in, at, (byte) (in[at] ^ 1 << random.nextInt(8)));
            case 1 -> set(in, at, (byte) random.nextInt());
            case 2 -> set(in, at, (byte) NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3, 4 -> replaced(in, at, number(random));
            case 5 -> set(in, at, (byte) (in[at] + (random.nextBoolean() ? 1 : -1)));
            case 6 -> Arrays.copyOf(in, at);
            case 7 -> spliced(in, at, new byte[0], end);
            case 8 -> spliced(in, at, repeated(part, 2 + random.nextInt(3)), end);
            case 9 -> spliced(in, at, repeated(part, 1 << random.nextInt(17)), end);
            case 10 -> spliced(in, at, new byte[part.length], end);
            case 11 -> spliced(in, at, part, random.nextInt(at, in.length + 1));
            case 12 -> spliced(in, at, other, in.length);
            case 13 -> spliced(in, at, piece(other, random), end);
            case 14 -> spliced(in, at, word(random), at);
            case 15 -> token(in, at, random);
            default -> line(in, at, random);
        };
    }

    private static byte[] set(byte[] in, int at, byte value) {
        byte[] out = in.clone();
        out[at] = value;
        return out;
    }

    /** An interesting number of 1, 2, 4 or 8 bytes, in either order. */
    private static byte[] number(SplittableRandom random) {
        long value = NUMBERS[random.nextInt(NUMBERS.length)] + (random.nextInt(4) == 0 ? random.nextInt(-2, 3) : 0);
        int width = 1 << random.nextInt(4);
        ByteBuffer eight = ByteBuffer.allocate(Long.BYTES);
        return random.nextBoolean()
                ? Arrays.copyOf(
                        eight.order(ByteOrder.LITTLE_ENDIAN).putLong(value).array(), width)
                : Arrays.copyOfRange(eight.putLong(value).array(), Long.BYTES - width, Long.BYTES);
    }

    private static byte[] replaced(byte[] in, int at, byte[] by) {
        return spliced(in, at, by, Math.min(in.length, at + by.length));
    }

    /** {@code in} with {@code middle} in place of the bytes from {@code at} to {@code end}. */
    private static byte[] spliced(byte[] in, int at, byte[] middle, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(in, 0, at);
        out.write(middle, 0, Math.min(middle.length, LARGEST));
        out.write(in, end, in.length - end);
        return out.toByteArray();
    }

    private static byte[] repeated(byte[] part, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times && out.size() < LARGEST; i++) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] piece(byte[] of, SplittableRandom random) {
        int from = random.nextInt(of.length + 1);
        return Arrays.copyOfRange(of, from, random.nextInt(from, of.length + 1));
    }

    private static byte[] word(SplittableRandom random) {
        byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8);
        return random.nextInt(16) == 0 ? repeated(word, 1 << random.nextInt(14)) : word;
    }

    /** Another word in place of the name or number at {@code at}. */
    private static byte[] token(byte[] in, int at, SplittableRandom random) {
        int from = at;
        int end = at;
        while (from > 0 && isToken(in[from - 1])) {
            from--;
        }
        while (end < in.length && isToken(in[end])) {
            end++;
        }
        return spliced(in, from, word(random), end);
    }

    private static boolean isToken(byte b) {
        return Character.isLetterOrDigit(b & 0xff) || b == '.' || b == '-' || b == '+' || b == '_';
    }

    /** The line at {@code at} away, twice, or moved to the end. */
    private static byte[] line(byte[] in, int at, SplittableRandom random) {
        String text = new String(in, ISO_8859_1);
        int from = text.lastIndexOf('\n', at - 1) + 1;
        int next = text.indexOf('\n', at);
        int end = next < 0 ? in.length : next + 1;
        String line = text.substring(from, end);
        String changed = switch (random.nextInt(3)) {
            case 0 -> text.substring(0, from) + text.substring(end);
            case 1 -> text.substring(0, end) + line + text.substring(end);
            default -> text.substring(0, from) + text.substring(end) + line;
        };
        return changed.getBytes(ISO_8859_1);
    }
}
