package dev.penumbra;

/**
 * A mistake in what the user gave: a file, a value, an option. Its message is all that the user needs: what is wrong, what
 * was expected, what was received, where, and what to do about it. Faces print it without a stack trace, on a terminal too: control
 * characters in what it quotes are {@link Printable shown}.
 */
public final class InputException extends RuntimeException {
    /** Where a mistake is, to code that knows the data and not its place, which {@link #in} puts here. */
    public static final String THE_DATA = "the data";

    /** Characters of each of its parts that are shown: a file may say anything, at any length. */
    private static final int LONGEST = 1000;

    private final String what;
    private final String expected;
    private final String received;
    private final String where;
    private final String remedy;

    /**
     * A mistake and its remedy.
     *
     * @param what     one sentence: what is wrong
     * @param expected what would have been right
     * @param received what was there instead
     * @param where    file and byte, row, option, or key
     * @param remedy   what to do
     */
    public InputException(String what, String expected, String received, String where, String remedy) {
        super("""
            %s
              expected: %s
              received: %s
              where:    %s
              remedy:   %s\
            """.formatted(shown(what), shown(expected), shown(received), shown(where), shown(remedy)));
        this.what = what;
        this.expected = expected;
        this.received = received;
        this.where = where;
        this.remedy = remedy;
    }

    /** The same with the exception that revealed the mistake. */
    public InputException(String what, String expected, String received, String where, String remedy, Throwable cause) {
        this(what, expected, received, where, remedy);
        initCause(cause);
    }

    /** The same mistake, found while reading {@code place}. */
    public InputException in(String place) {
        return new InputException(
                what, expected, received, where.equals(THE_DATA) ? place : place + ", " + where, remedy, this);
    }

    /** The same mistake, for which something else helps. */
    public InputException withRemedy(String better) {
        return new InputException(what, expected, received, where, better, this);
    }

    private static String shown(String part) {
        String line = Printable.line(part);
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
