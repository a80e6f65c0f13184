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

    static InputException notFinite(String where, long row, long column, String received) {
        return new InputException(
                "A value is not a finite number.",
                "a finite number in every cell",
                received,
                where + ", row " + (row + 1) + ", column " + (column + 1),
                "remove the row or fill the cell");
    }
}
