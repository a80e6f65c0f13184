package dev.penumbra.codec;

import dev.penumbra.InputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The names of a block's items. Numbers that count on from the item's place in the file take one byte for all of them. Else each name is
 * what it shares with the one before, in bytes, and the rest.
 */
final class Names {
    private static final int COUNTED = 0;
    private static final int WRITTEN = 1;
    private static final int LONGEST = 4096;

    private Names() {}

    /** Bytes of all names, as {@link Limits} counts them. */
    static long length(List<String> names) {
        return names.stream()
                .mapToLong(name -> name.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /** @param first place of the first item in the file */
    static void write(ByteArrayOutputStream out, List<String> names, long first) {
        boolean counted = true;
        for (int i = 0; i < names.size(); i++) {
            counted &= names.get(i).equals(String.valueOf(first + i));
        }
        out.write(counted ? COUNTED : WRITTEN);
        byte[] before = {};
        for (int i = 0; i < names.size() && !counted; i++) {
            byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
            if (name.length > LONGEST) {
                throw new InputException(
                        "The name of an item is too long.",
                        "at most " + LONGEST + " bytes",
                        name.length + " bytes",
                        "item " + names.get(i),
                        "rename its file");
            }
            int shared = 0;
            while (shared < Math.min(name.length, before.length) && name[shared] == before[shared]) {
                shared++;
            }
            number(out, shared);
            number(out, name.length - shared);
            out.write(name, shared, name.length - shared);
            before = name;
        }
    }

    /** Reads {@code count} names. */
    static List<String> read(ByteBuffer in, int count, long first) {
        int bytes = in.remaining();
        if (take(in) == COUNTED) {
            return new Counted(count, first);
        }
        List<String> names = new ArrayList<>();
        long length = 0;
        byte[] before = {};
        for (int i = 0; i < count; i++) {
            int shared = number(in);
            int rest = number(in);
            if (shared > before.length || shared + rest > LONGEST || rest > in.remaining()) {
                throw new Ans.Damaged("a name that is too long");
            }
            length += shared + rest;
            if (!Limits.allowNames(length, bytes)) {
                throw new Ans.Damaged("names that are too long");
            }
            byte[] name = new byte[shared + rest];
            System.arraycopy(before, 0, name, 0, shared);
            in.get(name, shared, rest);
            names.add(text(name));
            before = name;
        }
        return names;
    }

    /** Numbers that take no memory. */
    private static final class Counted extends AbstractList<String> {
        private final int count;
        private final long first;

        Counted(int count, long first) {
            this.count = count;
            this.first = first;
        }

        @Override
        public String get(int index) {
            return String.valueOf(first + Objects.checkIndex(index, count));
        }

        @Override
        public int size() {
            return count;
        }
    }

    private static String text(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Ans.Damaged("a name that is no UTF-8");
        }
    }

    /** Seven bits a byte, the lowest first. */
    static void number(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    static int number(ByteBuffer in) {
        int low = take(in);
        int high = low < 0x80 ? 0 : take(in);
        if (high > 0x7f) {
            throw new Ans.Damaged("a length above " + LONGEST);
        }
        return (low & 0x7f) | (high << 7);
    }

    static int take(ByteBuffer in) {
        if (!in.hasRemaining()) {
            throw new Ans.Damaged("it ends within its names");
        }
        return in.get() & 0xff;
    }
}
