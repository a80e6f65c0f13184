package dev.penumbra.latent;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Named;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.data.Sources;
import dev.penumbra.nn.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads codes, as {@link CodeWriter} writes them or as a plain table or array of v columns. */
public final class CodeReader {
    /** Numbers that a table of codes may hold: 256 MiB of them. */
    private static final int MAX_VALUES = 1 << 26;

    private CodeReader() {}

    /**
     * The z of a file, an example [v] each, with their names and classes where the file has them.
     *
     * @param latent v
     * @throws InputException where the file cannot be read or does not hold finite z of v dimensions
     */
    public static Dataset read(Path file, int latent) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            try (CsvReader<NamedCsvRecord> rows =
                    CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
                NamedCsvRecord first = rows.stream().findFirst().orElse(null);
                if (first != null && first.findField("z1").isPresent()) {
                    return codes(file, latent);
                }
            } catch (IOException | UncheckedIOException | CsvParseException e) {
                throw unreadable(file, e);
            }
        }
        Dataset data =
                Sources.open(file.toString(), DataOptions.of(new Seed(1))).train();
        if (!data.schema().shape().equals(Shape.of(latent))) {
            throw columns(file, latent, "examples of " + data.schema().shape());
        }
        return data;
    }

    /** The columns z1 to zv of a table with names. */
    private static Dataset codes(Path file, int latent) {
        List<float[]> z = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                if (row.findField("z" + (latent + 1)).isPresent()) {
                    throw columns(file, latent, "a column z" + (latent + 1));
                }
                if ((long) (z.size() + 1) * latent > MAX_VALUES) {
                    throw new InputException(
                            "These are too many codes.",
                            "at most " + MAX_VALUES / latent,
                            "more",
                            file.toString(),
                            "use an npy file, which need not fit in memory");
                }
                z.add(point(row, latent, file));
                names.add(row.findField("name").orElse(String.valueOf(z.size() - 1)));
                row.findField("label").ifPresent(labels::add);
            }
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw unreadable(file, e);
        }
        float[] all = new float[z.size() * latent];
        for (int i = 0; i < z.size(); i++) {
            System.arraycopy(z.get(i), 0, all, i * latent, latent);
        }
        List<String> classes = List.copyOf(new TreeSet<>(labels));
        boolean labelled = labels.size() == z.size();
        Schema schema = new Schema(Shape.of(latent), Scaling.NONE, List.of(), labelled ? classes : List.of());
        Map<String, Integer> index =
                IntStream.range(0, classes.size()).boxed().collect(Collectors.toMap(classes::get, c -> c));
        int[] own = labels.stream().mapToInt(index::get).toArray();
        return new Named(new ArrayDataset(schema, all, labelled ? own : null), names);
    }

    private static float[] point(NamedCsvRecord row, int latent, Path file) {
        float[] z = new float[latent];
        for (int j = 0; j < latent; j++) {
            String column = "z" + (j + 1);
            String cell = row.findField(column).orElseThrow(() -> columns(file, latent, "no column " + column));
            z[j] = number(cell);
            if (!Float.isFinite(z[j])) {
                throw new InputException(
                        "A cell is not a finite number.",
                        "a number such as 1.5 or 2e-3",
                        "'" + cell.substring(0, Math.min(60, cell.length())) + "'",
                        file + ", row " + row.getStartingLineNumber() + ", column " + column,
                        "correct the cell");
            }
        }
        return z;
    }

    private static float number(String cell) {
        try {
            return cell.length() < 400 ? Float.parseFloat(cell) : Float.NaN;
        } catch (NumberFormatException e) {
            return Float.NaN; // what the caller then explains
        }
    }

    private static InputException columns(Path file, int latent, String received) {
        return new InputException(
                "These are no codes of this model.",
                latent + " numbers for each: an array [n, " + latent + "], or columns z1 to z" + latent,
                received,
                file.toString(),
                "write codes with penumbra encode, or choose the model that they are of");
    }

    private static InputException unreadable(Path file, Exception e) {
        String reason = e instanceof IOException io ? AtomicFiles.reason(io) : String.valueOf(e.getMessage());
        return new InputException(
                "The table cannot be read.",
                "a CSV file",
                reason,
                file.toString(),
                "check its name, and that its quotes are closed",
                e);
    }
}
