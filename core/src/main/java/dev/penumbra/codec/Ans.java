package dev.penumbra.codec;

import dev.penumbra.Seed;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A stack of bits on which symbols are pushed and popped with given frequencies: asymmetric numeral systems (Duda 2013) in the range
 * variant with a state of 63 bits and words of 32. What is popped with frequencies that nobody pushed with is a draw from them, which is
 * what bits-back coding lives on. Where an encoder pops more than was pushed, it borrows words of a fixed random sequence; a
 * decoder finds them again at the bottom. Not thread-safe.
 */
final class Ans {
    /** Frequencies of all symbols together are 2^BITS. */
    static final int BITS = 24;

    private static final long MASK = (1L << BITS) - 1;
    private static final long LOW = 1L << 31;
    private static final Seed LENT = new Seed(0x70656e756d627261L);

    private static final long FIRST = 1L << 62 | LENT.at(0).value() >>> 2;

    private final boolean mayBorrow;
    private int[] words;
    private int size;
    private long state;
    private int borrowed;

    /** Words taken from below the mark, the last one first to come back. */
    private int[] journal = new int[16];

    private int journalSize;
    private int mark;
    private long markedState;
    private int markedBorrowed;

    private Ans(boolean mayBorrow, int[] words, long state) {
        this.mayBorrow = mayBorrow;
        this.words = words;
        this.size = words.length;
        this.state = state;
    }

    /** An empty stack for encoding. Its first 62 bits are random and not of any message. */
    static Ans empty() {
        return new Ans(true, new int[0], FIRST);
    }

    /** Word {@code index} of the random sequence. */
    private static int lent(int index) {
        return (int) LENT.at(index + 1).value();
    }

    /**
     * The stack that {@link #write} wrote, for decoding.
     *
     * @throws Damaged where the bytes cannot be one
     */
    static Ans read(ByteBuffer in) {
        if (in.remaining() < Long.BYTES || in.remaining() % Integer.BYTES != 0) {
            throw new Damaged("a stack of " + in.remaining() + " bytes");
        }
        long state = in.getLong();
        if (state < LOW) {
            throw new Damaged("a state below its range");
        }
        int[] words = new int[in.remaining() / Integer.BYTES];
        in.asIntBuffer().get(words);
        in.position(in.limit());
        return new Ans(false, words, state);
    }

    /** Bytes that {@link #write} writes. */
    int bytes() {
        return Long.BYTES + Integer.BYTES * size;
    }

    /** Writes everything. */
    void write(ByteBuffer out) {
        out.putLong(state);
        for (int i = 0; i < size; i++) {
            out.putInt(words[i]);
        }
    }

    /** What is on the stack beyond what was borrowed, in bits. */
    double bits() {
        return 32.0 * (size - borrowed) + StrictMath.log((double) state) / StrictMath.log(2);
    }

    /** Bits of no message that lie at the bottom. */
    int initialBits() {
        return 62 + 32 * borrowed;
    }

    /** Whether all that was pushed was popped again and only what was borrowed, {@code words} words, is left. */
    boolean isBackAtStart(int words) {
        boolean same = state == FIRST && size == words;
        for (int i = 0; i < words && same; i++) {
            same = this.words[size - 1 - i] == lent(i);
        }
        return same;
    }

    int borrowed() {
        return borrowed;
    }

    /** Pushes a symbol that has the frequencies {@code start .. start + frequency} of 2^BITS; {@code frequency} is positive. */
    void push(int start, int frequency) {
        if (state >= ((LOW >> BITS) << 32) * frequency) {
            if (size == words.length) {
                words = Arrays.copyOf(words, Math.max(1024, 2 * size));
            }
            words[size++] = (int) state;
            state >>>= 32;
        }
        state = ((state / frequency) << BITS) + state % frequency + start;
    }

    /** The frequency, from 0 to 2^BITS - 1, that the symbol on top covers. */
    int peek() {
        return (int) (state & MASK);
    }

    /** Takes the symbol on top away; {@link #peek} says which it is. */
    void pop(int start, int frequency) {
        state = frequency * (state >>> BITS) + (state & MASK) - start;
        if (state < LOW) {
            state = state << 32 | Integer.toUnsignedLong(next());
        }
    }

    private int next() {
        if (size > 0) {
            size--;
            if (size < mark) {
                if (journalSize == journal.length) {
                    journal = Arrays.copyOf(journal, 2 * journalSize);
                }
                journal[journalSize++] = words[size];
                mark = size;
            }
            return words[size];
        }
        if (!mayBorrow) {
            throw new Damaged("it ends before its last item");
        }
        return lent(borrowed++);
    }

    /** Remembers this moment for {@link #back}. */
    void mark() {
        mark = size;
        markedState = state;
        markedBorrowed = borrowed;
        journalSize = 0;
    }

    /** As it was at {@link #mark}. */
    void back() {
        size = mark;
        borrowed = markedBorrowed;
        while (journalSize > 0) {
            words[size++] = journal[--journalSize];
        }
        state = markedState;
    }

    /** The bytes are not what an encoder wrote. */
    static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1;

        Damaged(String what) {
            super(what);
        }
    }
}
