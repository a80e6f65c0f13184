package dev.penumbra.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.penumbra.AtomicFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Writes tables as comma-separated text in UTF-8 (RFC 4180, with line feeds). Numbers are in decimal form, whatever the locale. */
public final class Csv {
    private Csv() {}

    /** The rows of a table, one after the other, so that all of them are never in memory. */
    @FunctionalInterface
    public interface Rows {
        /** Hands every row to {@code row}, in order. */
        void forEach(Consumer<List<String>> row);
    }

    /**
     * Writes a file.
     *
     * @throws dev.penumbra.InputException where the file cannot be written
     */
    public static void write(Path file, List<String> header, Rows rows) {
        AtomicFiles.write(file, out -> {
            try (CsvWriter csv = to(out)) {
                csv.writeRecord(header);
                rows.forEach(csv::writeRecord);
                csv.flush();
            }
        });
    }

    /** A writer that leaves {@code out} open. */
    public static CsvWriter to(OutputStream out) {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    }
}
