package dev.penumbra;

/**
 * A mistake in what the user gave: a file, a value, an option. Its message is all that the user needs: what is wrong, what
 * was expected, what was received, where, and what to do about it. Faces print it without a stack trace.
 */
public final class InputException extends RuntimeException {
    /** Characters of each of its parts that are shown. */
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

    /** Text from a file as a terminal may print it: it is cut where it is long, and its control characters do nothing. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            boolean plain = c == '\n' || !(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
            if (plain) {
                shown.appendCodePoint(c);
            } else {
                shown.append("\\u%04x".formatted(c));
            }
        });
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown.toString();
    }

    /** The same with the exception that revealed the mistake. */
    public InputException(String what, String expected, String received, String where, String remedy, Throwable cause) {
        this(what, expected, received, where, remedy);
        initCause(cause);
    }

    /** The same mistake, found while reading {@code place}. */
    public InputException in(String place) {
        return new InputException(what, expected, received, place + ", " + where, remedy, this);
    }
}
