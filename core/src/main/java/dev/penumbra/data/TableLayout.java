package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a table's rows are.
 *
 * @param delimiter what separates cells
 * @param comments  whether lines that begin with # are comments
 * @param comma     whether numbers have decimal commas
 * @param header    where the names of the columns stand
 * @param names     of all columns, also of those that are left out
 * @param features  columns whose cells are the values of an example, in this order
 * @param label     column of the classes, or {@link #NO_LABELS}
 * @param image     the shape of the images that rows are, or null
 * @param notes     what else was understood
 */
record TableLayout(
        char delimiter,
        boolean comments,
        boolean comma,
        Header header,
        List<String> names,
        List<Integer> features,
        int label,
        @Nullable Shape image,
        List<String> notes) {
    static final int NO_LABELS = -1;

    /** Where the names of the columns stand. */
    enum Header {
        ROW("header"),
        /** A first row of numbers, taken for names. */
        NUMBERS("header of numbers"),
        /** The last comment before the first row. */
        COMMENT("header after #"),
        NONE("no header");

        final String words;

        Header(String words) {
            this.words = words;
        }

        boolean isFirstRow() {
            return this == ROW || this == NUMBERS;
        }
    }

    /** The same without classes: the column of the label is a feature. */
    TableLayout withoutLabels(String note) {
        List<Integer> all = new ArrayList<>(features);
        all.add(label);
        all.sort(null);
        return new TableLayout(delimiter, comments, comma, header, names, all, NO_LABELS, image, and(note));
    }

    private List<String> and(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return List.copyOf(all);
    }

    /** The cells of a row, as many as there are columns: one more that is empty is left out. */
    List<String> cells(TableRows.Row row, String where) {
        List<String> cells = row.cells();
        int width = names.size();
        if (cells.size() == width + 1 && cells.getLast().isEmpty()) {
            return cells.subList(0, width);
        }
        if (cells.size() != width) {
            throw new InputException(
                    "A row has another number of cells than the first.",
                    width + " cells, separated by " + delimiterName(),
                    cells.size() + " cells",
                    where + ", row " + row.line(),
                    "complete the row, close its quotes, put text that contains the delimiter in quotes, or give"
                            + " --delimiter");
        }
        return cells;
    }

    /** The delimiter in words. */
    String delimiterName() {
        return switch (delimiter) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            case ' ' -> "blanks";
            default -> String.valueOf(delimiter);
        };
    }
}
