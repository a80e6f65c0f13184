package dev.penumbra.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a table, by the delimiter that gives the most rows of one width, and in them the most numbers.
 *
 * @param delimiter what separates cells
 * @param comments  whether lines that begin with # are comments
 * @param comment   the last comment before the first row, without its #, or null
 * @param rows      without comments, blank lines and rows without any value
 * @param width     the usual number of cells below the first row
 */
record TableSample(
        char delimiter, boolean comments, @Nullable String comment, List<TableRows.Row> rows, int width) {
    private static final char[] DELIMITERS = {',', ';', '\t', '|', ' '};
    private static final int ROWS = 200;

    static TableSample of(String text, TableFormat format) {
        Character given = format.separator() != null ? format.separator() : separator(text);
        if (given != null) {
            return rows(text, given);
        }
        // A comma before fractions separates no cells, unless such numbers stand in quotes.
        boolean commaIsDecimal = ",".equals(format.decimal()) && text.indexOf('"') < 0;
        TableSample best = rows(text, ',');
        double highest = commaIsDecimal ? best.width == 1 ? best.score() : -1 : best.score();
        for (char delimiter : DELIMITERS) {
            TableSample sample = rows(text, delimiter);
            double score = delimiter == ',' ? highest : sample.score();
            if (score > highest) {
                best = sample;
                highest = score;
            }
        }
        return best;
    }

    /** What the first line of a file for Excel says: {@code sep=;}. */
    private static @Nullable Character separator(String text) {
        Matcher matcher = TableRows.SEPARATOR.matcher(text.lines().findFirst().orElse(""));
        return matcher.matches() ? matcher.group(1).charAt(0) : null;
    }

    private static TableSample rows(String text, char delimiter) {
        boolean comments = hasComments(text);
        List<TableRows.Row> rows = new ArrayList<>();
        List<String> before = new ArrayList<>();
        try {
            TableRows.forEach(new StringReader(text), delimiter, comments, row -> {
                if (row.comment()) {
                    if (rows.isEmpty()) {
                        before.add(row.cells().getFirst());
                    }
                } else if (!row.isEmpty()) {
                    rows.add(row);
                }
                return rows.size() < ROWS;
            });
        } catch (CsvParseException e) {
            // Not by this delimiter; where it is by none, reading the file says what is wrong.
            rows.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TableSample(delimiter, comments, before.isEmpty() ? null : before.getLast(), rows, width(rows));
    }

    /** Whether # begins a comment: not where most rows begin with it, as those of colours do. */
    private static boolean hasComments(String text) {
        List<String> lines = text.lines()
                .dropWhile(l -> l.isBlank() || l.startsWith("#"))
                .limit(ROWS)
                .toList();
        return 2 * lines.stream().filter(l -> l.startsWith("#")).count() <= lines.size();
    }

    /** Rows below the first, or it alone. */
    private static List<TableRows.Row> body(List<TableRows.Row> rows) {
        return rows.size() > 1 ? rows.subList(1, rows.size()) : rows;
    }

    private static int width(List<TableRows.Row> rows) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (TableRows.Row row : body(rows)) {
            counts.merge(row.cells().size(), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    private double score() {
        List<TableRows.Row> body = body(rows);
        long right = body.stream().filter(r -> r.cells().size() == width).count();
        long cells = body.stream().mapToLong(r -> r.cells().size()).sum();
        long numbers = body.stream()
                .flatMap(r -> r.cells().stream())
                .filter(c -> c.isEmpty() || Cells.looksLikeNumber(c))
                .count();
        if (cells == 0) {
            return -1;
        }
        return ((double) right / body.size()) * (0.5 + 0.5 * numbers / cells) * (width > 1 ? 1 : 0.5);
    }
}
