package dev.penumbra.data;

import dev.penumbra.InputException;

/** What several readers have to say about damaged files. */
final class Failures {
    private Failures() {}

    static InputException unreadable(String where, Exception cause) {
        return new InputException(
                "The file cannot be read.",
                "a complete file",
                String.valueOf(cause.getMessage()),
                where,
                "check that it exists, is complete and may be read; get it again where it is damaged",
                cause);
    }

    static InputException truncated(String where, long expected, long received) {
        return new InputException(
                "The file ends too early.",
                expected + " bytes of values, as the header says",
                received + " bytes",
                where,
                "get the file again: the copy is incomplete or its header damaged");
    }

    static InputException trailing(String where, long expected) {
        return new InputException(
                "There are bytes after the end of the values.",
                expected + " bytes of values, as the header says, and then the end of the file",
                "more bytes",
                where,
                "get the file again, or write it again with the right header");
    }

    /** A value that no 32-bit float can be. */
    static InputException notFinite(String where, long row, long column, double received) {
        boolean finite = Double.isFinite(received);
        return new InputException(
                finite ? "A value is outside of the range of 32-bit floats." : "A value is not a finite number.",
                finite ? "values from -3.4e38 to 3.4e38" : "a finite number in every cell",
                String.valueOf(received),
                where + ", row " + (row + 1) + ", column " + (column + 1),
                finite ? "bring the values to a smaller unit, or remove the row" : "remove the row or fill the cell");
    }
}
