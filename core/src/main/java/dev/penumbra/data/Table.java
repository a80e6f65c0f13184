package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Collects the rows of a text table as 64-bit numbers and a label per row. */
final class Table implements AutoCloseable {
    /** Height and width from which rows of bytes may be images. */
    private static final int FEWEST_PIXELS = 8;

    private final StorageWriter values;
    private final TableLayout layout;
    private final String where;
    private final ByteBuffer row;
    private final List<String> labels = new ArrayList<>();
    /** One copy of every distinct label. */
    private final Map<String, String> distinct = new HashMap<>();

    private int rows;
    private boolean bytes = true;
    /** Whether the first feature is the number of the row plus a constant, and that constant. */
    private boolean counts = true;

    private double offset;

    Table(Workspace workspace, TableLayout layout, String where) throws IOException {
        this.values = new StorageWriter(workspace, 0, where);
        this.layout = layout;
        this.where = where;
        this.row = ByteBuffer.allocate(Double.BYTES * layout.features().size()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Adds a row below the header. */
    void add(TableRows.Row text) throws IOException {
        List<String> cells = layout.cells(text, where);
        row.clear();
        for (int column : layout.features()) {
            double value = number(cells.get(column), text.line(), column);
            if (row.position() == 0) {
                offset = rows == 0 ? value : offset;
                counts &= value == offset + rows && value == Math.rint(value);
            }
            bytes &= value >= 0 && value <= 255 && value == Math.rint(value);
            row.putDouble(value);
        }
        if (layout.label() != TableLayout.NO_LABELS) {
            labels.add(label(cells.get(layout.label()), text.line()));
        }
        values.write(row.array(), 0, row.position());
        rows++;
    }

    /** The rows as examples, with the classes in their order. */
    Dataset finish() throws IOException {
        int width = layout.features().size();
        if (rows == 0 || width == 0) {
            throw new InputException(
                    "There is no data in the table.",
                    "at least one row and one column of numbers",
                    rows + " rows below the header, " + width + " columns of numbers",
                    where,
                    "check that this is the file you meant");
        }
        Shape image = layout.image();
        List<Integer> dims = image == null
                ? List.of(rows, width)
                : Stream.concat(Stream.of(rows), image.dims().stream()).toList();
        NumberArray array =
                new NumberArray(values.finish(), 0, Element.F8, ByteOrder.LITTLE_ENDIAN, dims, false, where);
        List<String> columns = image != null
                ? List.of()
                : layout.features().stream().map(layout.names()::get).toList();
        List<String> classes = Labels.classesOf(labels);
        int[] indices = layout.label() == TableLayout.NO_LABELS ? null : Labels.indices(labels, classes);
        Values.Type type = image != null && bytes ? Values.Type.BYTE : Values.Type.REAL;
        return ArrayExamples.of(array, type, indices, columns, classes);
    }

    /** What was read, in words. */
    List<String> read() {
        List<String> parts = new ArrayList<>();
        int width = layout.features().size();
        parts.add(rows + (rows == 1 ? " row" : " rows"));
        Shape image = layout.image();
        parts.add(
                image != null
                        ? "images " + image + (bytes ? " of 0 to 255" : "")
                        : width + (width == 1 ? " column" : " columns"));
        if (layout.label() != TableLayout.NO_LABELS) {
            int classes = distinct.size();
            parts.add((classes == 1 ? "one class" : classes + " classes") + " from '"
                    + layout.names().get(layout.label()) + "'"
                    + (classes == rows && rows > 1 ? ", as many as rows (--label-column none for a feature)" : ""));
        } else {
            parts.add("no classes");
        }
        return parts;
    }

    /** How rows that may be images are read as such; else empty. */
    String imageHint() {
        int width = layout.features().size();
        int side = (int) Math.sqrt(width);
        boolean labelled = side * side + 1 == width && layout.header() == TableLayout.Header.NONE;
        if (layout.image() != null || !bytes || side < FEWEST_PIXELS || (side * side != width && !labelled)) {
            return "";
        }
        return "rows of pixels? then --shape 1x" + side + "x" + side + (labelled ? " --label-column 1" : "");
    }

    /** The first column, where it does nothing but count the rows; else empty. */
    String counting() {
        return counts && rows > 2 && layout.features().size() > 1 && layout.image() == null
                ? layout.names().get(layout.features().getFirst())
                : "";
    }

    @Override
    public void close() throws IOException {
        values.close();
    }

    private double number(String cell, long line, int column) {
        int small = Cells.small(cell);
        if (small >= 0) {
            return small;
        }
        String pointed = layout.comma() && Cells.hasComma(cell) ? cell.replace(',', '.') : cell;
        boolean wrongPoint = layout.comma() && cell.indexOf('.') >= 0;
        if (!Cells.isNumber(pointed) || wrongPoint) {
            throw noNumber(cell, line, column);
        }
        double value = Double.parseDouble(pointed);
        if (!Float.isFinite((float) value)) {
            throw bad(
                    "A number is outside of the range of 32-bit floats.",
                    "numbers from -3.4e38 to 3.4e38",
                    cell,
                    line,
                    column,
                    "bring the column to a smaller unit, or remove the row");
        }
        return value;
    }

    private InputException noNumber(String cell, long line, int column) {
        String number = "a number such as " + (layout.comma() ? "1,5 or 2e-3" : "1.5 or 2e-3");
        if (Cells.isMissing(cell)) {
            return bad(
                    cell.isEmpty() ? "A cell is empty." : "A cell has no value.",
                    number,
                    cell,
                    line,
                    column,
                    "fill the cell, or remove the row or the column: missing values are not read");
        }
        if (Cells.looksLikeNumber(cell) || Cells.isGrouped(cell)) {
            return bad(
                    "A number has a separator whose meaning is not clear.",
                    number,
                    cell,
                    line,
                    column,
                    Cells.hasComma(cell)
                            ? "give --decimal , where this is a decimal comma; write thousands without separators"
                            : "write thousands without separators");
        }
        if (cell.matches("(?i)[+-]?inf(inity)?")) {
            return bad(
                    "A cell is not a finite number.", number, cell, line, column, "remove the row, or fill the cell");
        }
        return bad(
                "A cell is text, not a number.",
                number,
                cell,
                line,
                column,
                "where the column holds the classes give --label-column '"
                        + layout.names().get(column) + "'; else correct the cell, or remove the row or the column");
    }

    private String label(String cell, long line) {
        boolean number = Cells.isNumber(cell);
        if (cell.isEmpty() || (number && !Cells.isWhole(cell))) {
            throw bad(
                    "A label is empty or a fraction.",
                    "a text or a whole number",
                    cell,
                    line,
                    layout.label(),
                    "fill the cell; where the column holds measurements give --label-column none");
        }
        // pandas writes whole numbers as 1.0 where it has seen a gap.
        String label = number ? cell.replaceFirst("\\.0*$", "") : cell;
        return distinct.computeIfAbsent(label, c -> c);
    }

    private InputException bad(String what, String expected, String cell, long line, int column, String remedy) {
        boolean named = layout.header() != TableLayout.Header.NONE;
        String place = where + ", row " + line + ", column " + (column + 1)
                + (named ? " (" + layout.names().get(column) + ")" : "");
        String shown = cell.length() > 60 ? cell.substring(0, 60) + "..." : cell;
        return new InputException(what, expected, "'" + shown + "'", place, remedy);
    }
}
