package dev.penumbra.codec;

/**
 * What a block may hold: so much for each of its bytes, beyond what every block may. A writer makes smaller blocks of what compresses still
 * better, and a reader takes no memory for what a few bytes claim.
 */
final class Limits {
    /** Of a block with more than one item. */
    static final int MOST_VALUES = 1 << 24;

    static final int MOST_ITEMS = 1 << 20;

    private static final long FREE_VALUES = 1L << 20;
    private static final long VALUES_PER_BYTE = 1L << 12;
    private static final long FREE_ITEMS = 1L << 16;
    private static final long ITEMS_PER_BYTE = 1L << 6;
    private static final long FREE_NAMES = 1L << 20;
    private static final long NAMES_PER_BYTE = 1L << 9;

    private Limits() {}

    /** Whether a block of {@code bytes} may hold {@code items} of {@code values} each. */
    static boolean allow(long items, long values, long bytes) {
        return items == 1
                || (items <= FREE_ITEMS + ITEMS_PER_BYTE * bytes
                        && items * values <= FREE_VALUES + VALUES_PER_BYTE * bytes);
    }

    /** Whether a block of {@code bytes} may hold names of {@code length} bytes together. */
    static boolean allowNames(long length, long bytes) {
        return length <= FREE_NAMES + NAMES_PER_BYTE * bytes;
    }
}
