package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Collects the rows of a text table as 64-bit numbers and a label per row. */
final class Table implements AutoCloseable {
    private static final Set<String> LABEL_NAMES = Set.of("label", "class", "target");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,5})?");
    private static final int NO_LABELS = -1;

    private final StorageWriter values;
    private final String where;
    private final List<String> labels = new ArrayList<>();
    /** One copy of every distinct label. */
    private final Map<String, String> distinct = new HashMap<>();
    /** Names of all columns, the label's too, once the first row came. */
    private List<String> names = List.of();

    private boolean named;
    private int labelColumn = NO_LABELS;
    private int rows;

    Table(Workspace workspace, String where) throws IOException {
        this.values = new StorageWriter(workspace, 0, where);
        this.where = where;
    }

    /** Adds the row that starts in line {@code line} of the file. */
    void add(long line, List<String> cells) throws IOException {
        if (names.isEmpty()) {
            named = isHeader(cells);
            names = named
                    ? cells
                    : IntStream.rangeClosed(1, cells.size())
                            .mapToObj(i -> "column " + i)
                            .toList();
            if (named) {
                labelColumn = IntStream.range(0, cells.size())
                        .filter(i -> isLabelName(cells.get(i)))
                        .findFirst()
                        .orElse(NO_LABELS);
                return;
            }
        }
        if (cells.size() != names.size()) {
            throw new InputException(
                    "A row has another number of cells than the first.",
                    names.size() + " cells",
                    cells.size() + " cells",
                    where + ", row " + line,
                    "complete the row, or put text that contains the delimiter in quotes");
        }
        ByteBuffer row = ByteBuffer.allocate(Double.BYTES * cells.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < cells.size(); i++) {
            if (i == labelColumn) {
                labels.add(label(cells.get(i), line, i));
            } else {
                row.putDouble(number(cells.get(i), line, i));
            }
        }
        values.write(row.array(), 0, row.position());
        rows++;
    }

    Dataset finish() throws IOException {
        List<String> columns = IntStream.range(0, names.size())
                .filter(i -> i != labelColumn)
                .mapToObj(names::get)
                .toList();
        if (rows == 0 || columns.isEmpty()) {
            throw new InputException(
                    "There is no data in the table.",
                    "at least one row and one column of numbers",
                    rows + " rows below the header, " + columns.size() + " columns of numbers",
                    where,
                    "check that this is the file you meant");
        }
        NumberArray array = new NumberArray(
                values.finish(), 0, Element.F8, ByteOrder.LITTLE_ENDIAN, List.of(rows, columns.size()), false, where);
        if (labelColumn == NO_LABELS) {
            return ArrayExamples.of(array, null, columns, List.of());
        }
        List<String> classes = Labels.classesOf(labels);
        return ArrayExamples.of(array, Labels.indices(labels, classes), columns, classes);
    }

    @Override
    public void close() throws IOException {
        values.close();
    }

    private static boolean isHeader(List<String> cells) {
        return cells.stream().noneMatch(Table::isNumeric) || cells.stream().anyMatch(Table::isLabelName);
    }

    private static boolean isLabelName(String cell) {
        return LABEL_NAMES.contains(cell.toLowerCase(Locale.ROOT));
    }

    private static boolean isNumeric(String cell) {
        return cell.equalsIgnoreCase("nan") || isNumber(cell);
    }

    private static boolean isNumber(String cell) {
        // The longest decimal form of a double has 25 characters; the rest allows for zeros.
        return cell.length() < 400 && NUMBER.matcher(cell).matches();
    }

    private double number(String cell, long line, int column) {
        double value = isNumber(cell) ? Double.parseDouble(cell) : Double.NaN;
        if (!Double.isNaN(value) && !Float.isFinite((float) value)) {
            throw bad(
                    "A number is outside of the range of 32-bit floats.",
                    "numbers from -3.4e38 to 3.4e38",
                    cell,
                    line,
                    column,
                    "bring the column to a smaller unit, or remove the row");
        }
        if (Double.isNaN(value)) {
            throw bad(
                    cell.isEmpty() ? "A cell is empty." : "A cell is not a finite number.",
                    "a number such as 1.5 or 2e-3",
                    cell,
                    line,
                    column,
                    "fill the cell, remove the row or the column, or call the column label if it holds the classes");
        }
        return value;
    }

    private String label(String cell, long line, int column) {
        if (cell.isEmpty() || (isNumber(cell) && Double.parseDouble(cell) != Math.rint(Double.parseDouble(cell)))) {
            throw bad(
                    "A label is empty or a fraction.",
                    "a text or a whole number",
                    cell,
                    line,
                    column,
                    "fill the cell, or give the column another name if it is a measurement");
        }
        return distinct.computeIfAbsent(cell, c -> c);
    }

    private InputException bad(String what, String expected, String cell, long line, int column, String remedy) {
        String place =
                where + ", row " + line + ", column " + (column + 1) + (named ? " (" + names.get(column) + ")" : "");
        String shown = cell.length() > 60 ? cell.substring(0, 60) + "..." : cell;
        return new InputException(what, expected, "'" + shown + "'", place, remedy);
    }
}
