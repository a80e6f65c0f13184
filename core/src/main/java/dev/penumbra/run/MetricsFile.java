package dev.penumbra.run;

import dev.penumbra.AtomicFiles;
import dev.penumbra.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** The lines of {@code metrics.jsonl}. */
public final class MetricsFile {
    private MetricsFile() {}

    /** All whole lines; a last line that a kill cut off is left out, and a file that is not there has none. */
    public static List<Metrics> read(RunDirectory run) {
        List<Metrics> lines = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(run.metrics(), StandardCharsets.UTF_8)) {
            int number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine(), number++) {
                if (!line.endsWith("}")) {
                    break;
                }
                String where = run.metrics() + ", line " + number;
                lines.add(Json.read(line.getBytes(StandardCharsets.UTF_8), Metrics.class, where));
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + run.metrics(), e);
        }
        return lines;
    }

    /** Drops the lines of steps after {@code step}, and a cut line. */
    public static void truncate(RunDirectory run, long step) {
        if (Files.exists(run.metrics())) {
            List<Metrics> kept =
                    read(run).stream().filter(m -> m.step() <= step).toList();
            AtomicFiles.write(run.metrics(), out -> {
                for (Metrics line : kept) {
                    out.write(Json.writeLine(line));
                }
            });
        }
    }
}
