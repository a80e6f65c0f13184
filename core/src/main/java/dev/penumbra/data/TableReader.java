package dev.penumbra.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.penumbra.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tables of numbers as text. The delimiter is the first of {@code ;}, tab, comma that the first line has, else blanks. The first
 * row is a header when none of its cells is a number, or one is a name of a label column. A column that the header calls label,
 * class or target holds the classes.
 */
final class TableReader {
    /** The part of the file in which the first line must end. */
    private static final int MAX_FIRST_LINE = 1 << 20;

    private TableReader() {}

    static Dataset read(Path file, Workspace workspace) {
        String where = file.toString();
        char delimiter;
        try {
            delimiter = delimiter(file);
        } catch (IOException e) {
            throw Failures.unreadable(where, e);
        }
        try (CsvReader<CsvRecord> rows = CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .commentStrategy(CommentStrategy.NONE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .detectBomHeader(true)
                        .ofCsvRecord(file);
                Table table = new Table(workspace, where)) {
            for (CsvRecord row : rows) {
                List<String> cells = row.getFields().stream().map(String::strip).toList();
                List<String> present = delimiter == ' '
                        ? cells.stream().filter(c -> !c.isEmpty()).toList()
                        : cells;
                boolean blank = present.stream().allMatch(String::isEmpty) && present.size() < 2;
                if (!blank) {
                    table.add(row.getStartingLineNumber(), present);
                }
            }
            return table.finish();
        } catch (CsvParseException e) {
            throw new InputException(
                    "The table cannot be read.",
                    "rows of cells, quotes in pairs",
                    String.valueOf(e.getMessage()),
                    where,
                    "check that this is a CSV file and its quotes are closed",
                    e);
        } catch (UncheckedIOException e) {
            throw Failures.unreadable(where, e);
        } catch (IOException e) {
            throw Failures.unreadable(where, e);
        }
    }

    private static char delimiter(Path file) throws IOException {
        try (Reader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && line.length() < MAX_FIRST_LINE; c = in.read()) {
                if ((c == '\n' || c == '\r') && !line.toString().isBlank()) {
                    break;
                }
                line.append((char) c);
            }
            String first = line.toString().strip();
            for (char delimiter : new char[] {';', '\t', ','}) {
                if (first.indexOf(delimiter) >= 0) {
                    return delimiter;
                }
            }
            return ' ';
        }
    }
}
