package dev.penumbra.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of a text table, cells without the blanks around them; blank lines are none. */
final class TableRows {
    /** Cells that a row may have. */
    static final int MAX_CELLS = 1 << 20;
    /** The first line of files for Excel. */
    static final Pattern SEPARATOR = Pattern.compile("\"?sep=(.)\"?\\s*", Pattern.CASE_INSENSITIVE);

    private static final int MAX_RECORD = 1 << 26;
    /** Characters of a cell: a quote that is not closed makes a cell of all that follows. */
    static final int MAX_CELL = 1 << 20;

    /**
     * A row.
     *
     * @param line    of the file in which it starts, from 1
     * @param cells   its cells; of a comment, the line without its #
     * @param comment whether the line begins with #
     */
    record Row(long line, List<String> cells, boolean comment) {
        /** Whether no cell has a value: what is left of a row whose cells were cleared. */
        boolean isEmpty() {
            return cells.stream().allMatch(String::isEmpty);
        }
    }

    /** What is done with a row; false for no more of them. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(Row row) throws IOException;
    }

    private TableRows() {}

    /** Visits the rows of {@code in}; FastCSV's exceptions for what is no table pass. */
    static void forEach(Reader in, char delimiter, boolean comments, Visitor visitor) throws IOException {
        CsvRecordHandler handler = CsvRecordHandler.builder()
                .maxFields(MAX_CELLS)
                .maxFieldSize(MAX_CELL)
                .maxRecordSize(MAX_RECORD)
                .build();
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(delimiter)
                .commentStrategy(comments ? CommentStrategy.READ : CommentStrategy.NONE)
                .trimWhitespacesAroundQuotes(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(2 * MAX_CELL)
                .build(handler, in)) {
            for (CsvRecord record : csv) {
                Row row = row(record, delimiter);
                if (row != null && !visitor.visit(row)) {
                    return;
                }
            }
        }
    }

    private static @Nullable Row row(CsvRecord record, char delimiter) {
        String[] cells = record.getFields().stream().map(Cells::stripped).toArray(String[]::new);
        if (record.isComment()) {
            return new Row(record.getStartingLineNumber(), List.of(cells), true);
        }
        if (record.getStartingLineNumber() == 1
                && SEPARATOR
                        .matcher(String.join(String.valueOf(delimiter), cells))
                        .matches()) {
            return null;
        }
        List<String> present = delimiter == ' '
                ? Arrays.stream(cells).filter(c -> !c.isEmpty()).toList()
                : List.of(cells);
        Row row = new Row(record.getStartingLineNumber(), present, false);
        return row.isEmpty() && present.size() < 2 ? null : row;
    }
}
