package dev.penumbra.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.penumbra.InputException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tables of numbers as text, plain or gzip. How a table is read is found by looking at its first rows, and said in a note. */
final class TableReader {
    /** Characters that are looked at. */
    private static final int SAMPLE = 1 << 20;

    private TableReader() {}

    /** @param member the table's name where {@code path} is a zip that holds it, else null */
    static Dataset read(Path path, @Nullable String member, DataOptions options, Workspace workspace) {
        String where = member == null ? path.toString() : path + ", " + member;
        try {
            TextFile file = TextFile.of(path, member, options.table().charset());
            TableLayout layout = layout(file, options, where);
            try (Table table = new Table(workspace, layout, where)) {
                int[] empty = {0};
                int[] comments = {0};
                forEach(file, layout, row -> {
                    if (row.comment()) {
                        comments[0]++;
                    } else if (row.isEmpty()) {
                        empty[0]++;
                    } else {
                        table.add(row);
                    }
                    return true;
                });
                Dataset data = table.finish();
                return Noted.of(data, List.of(note(file, layout, table, empty[0], comments[0])));
            }
        } catch (CsvParseException e) {
            throw broken(where, e);
        } catch (CharacterCodingException e) {
            throw letters(where, options.table(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof CharacterCodingException
                    ? letters(where, options.table(), e)
                    : Failures.unreadable(where, e);
        } catch (IOException e) {
            throw Failures.unreadable(where, e);
        }
    }

    /** The layout by the first rows; whether a target column holds classes by all of them. */
    private static TableLayout layout(TextFile file, DataOptions options, String where) throws IOException {
        String start = file.start(SAMPLE);
        TableSample sample = TableSample.of(start, options.table());
        TableLayout layout = LayoutFinder.find(sample, start, options.table(), options.reader(), where);
        int label = layout.label();
        if (label == TableLayout.NO_LABELS
                || options.table().labelColumn() != null
                || !layout.names().get(label).equalsIgnoreCase(LayoutFinder.TARGET)) {
            return layout;
        }
        TargetColumn target = new TargetColumn();
        forEach(
                file,
                layout,
                row -> row.comment()
                        || row.isEmpty()
                        || target.add(layout.cells(row, where).get(label)));
        String name = layout.names().get(label);
        return target.holdsClasses()
                ? layout
                : layout.withoutLabels("'" + name + "' is a feature: " + target.reason() + " (--label-column " + name
                        + " for classes)");
    }

    /** Visits comments within and rows below the header. */
    private static void forEach(TextFile file, TableLayout layout, TableRows.Visitor visitor) throws IOException {
        boolean[] begun = {!layout.header().isFirstRow()};
        try (Reader in = file.open()) {
            TableRows.forEach(in, layout.delimiter(), layout.comments(), row -> {
                if (begun[0] || row.comment() || row.isEmpty()) {
                    return visitor.visit(row);
                }
                begun[0] = true;
                return true;
            });
        }
    }

    /** One line that says what was understood. */
    private static String note(TextFile file, TableLayout layout, Table table, int empty, int comments) {
        List<String> parts = new ArrayList<>();
        if (layout.names().size() > 1) {
            parts.add(layout.delimiterName());
        }
        parts.add(layout.header().words);
        parts.add(file.charset().displayName()
                + (file.guessed() ? ", since it is not UTF-8" : "")
                + (file.gzip() ? ", gzip" : "")
                + (file.member() != null ? ", " + file.member() + " in a zip" : ""));
        parts.addAll(table.read());
        int others = comments - (layout.header() == TableLayout.Header.COMMENT ? 1 : 0);
        List<String> more = new ArrayList<>(layout.notes());
        if (empty > 0) {
            more.add("left out: " + empty + (empty == 1 ? " row" : " rows") + " without a value");
        }
        if (others > 0) {
            more.add("left out: " + others + (others == 1 ? " line that begins with #" : " lines that begin with #"));
        }
        if (!table.imageHint().isEmpty()) {
            more.add(table.imageHint());
        }
        if (!table.counting().isEmpty()) {
            more.add("'" + table.counting() + "' only counts the rows: remove it where it is an index");
        }
        return "read as: "
                + String.join(
                        "; ",
                        Stream.concat(Stream.of(String.join(", ", parts)), more.stream())
                                .toList());
    }

    private static InputException broken(String where, CsvParseException e) {
        Throwable cause = e.getCause();
        String reason = String.valueOf(e.getMessage()) + (cause == null ? "" : ": " + cause.getMessage());
        return new InputException(
                "The table cannot be read.",
                "rows of at most " + TableRows.MAX_CELLS + " cells of at most " + TableRows.MAX_CELL
                        + " letters, quotes in pairs",
                reason,
                where,
                "check that this is a CSV file and that its quotes are closed",
                e);
    }

    private static InputException letters(String where, TableFormat format, Exception e) {
        String encoding = format.encoding() == null ? "UTF-8 or Windows-1252" : format.encoding();
        return new InputException(
                "The file holds bytes that are no letters of its encoding.",
                encoding,
                "other bytes",
                where,
                "give the right --encoding, such as UTF-8, UTF-16LE, windows-1252, ISO-8859-15, Shift_JIS, GB18030",
                e);
    }
}
