package dev.penumbra.run;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code metrics.jsonl} holds.
 *
 * @param lines those that can be read, in order
 * @param lost  numbers, from 1, of those that cannot; not counted is a last one that a kill cut off
 */
public record MetricsFile(List<Metrics> lines, List<Integer> lost) {
    private static final int LONGEST_LINE = 1 << 16;
    private static final int NAMED = 5;

    public MetricsFile {
        lines = List.copyOf(lines);
        lost = List.copyOf(lost);
    }

    /** All lines; a file that is not there has none. {@link InputException} where it is there and cannot be read. */
    public static MetricsFile read(RunDirectory run) {
        List<Metrics> lines = new ArrayList<>();
        List<Integer> lost = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(run.metrics()), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int number = 1;
            for (int b = in.read(); b >= 0 || line.size() > 0; b = in.read()) {
                if (b >= 0 && b != '\n') {
                    if (line.size() <= LONGEST_LINE) {
                        line.write(b);
                    }
                    continue;
                }
                if (line.size() > 0 && !add(line.toByteArray(), lines) && b >= 0) {
                    lost.add(number);
                }
                line.reset();
                number++;
            }
        } catch (NoSuchFileException e) {
            return new MetricsFile(List.of(), List.of());
        } catch (IOException e) {
            throw new InputException(
                    "The metrics cannot be read",
                    "a readable file",
                    AtomicFiles.reason(e),
                    run.metrics().toString(),
                    "check its permissions and the disk; without the file the run goes on and its report has no curves",
                    e);
        }
        return new MetricsFile(lines, lost);
    }

    /** Whether the line was one; each stands for itself, so one that is damaged costs no other. */
    private static boolean add(byte[] line, List<Metrics> lines) {
        if (line.length > LONGEST_LINE) {
            return false;
        }
        Metrics read = Json.readIf(line, Metrics.class);
        return read != null && lines.add(read);
    }

    /** What was lost, in a sentence for the user; none where nothing was. */
    public List<String> notes() {
        if (lost.isEmpty()) {
            return List.of();
        }
        String numbers = lost.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return List.of("metrics.jsonl: " + lost.size() + (lost.size() == 1 ? " line is" : " lines are")
                + " damaged and left out (line " + numbers + (lost.size() > NAMED ? ", ..." : "")
                + "); the curves lack them, the weights do not");
    }

    /** The lines of the steps that are written where only every {@code stride}-th is, up to {@code step}. */
    private List<Metrics> until(long step, long stride) {
        return lines.stream()
                .filter(m -> m.step() <= step && (m instanceof Metrics.Epoch || m.step() % stride == 0))
                .toList();
    }

    /**
     * Drops the lines of steps after {@code step}, those between every {@code stride}-th step, and what cannot be read.
     *
     * @return what the file held before
     */
    public static MetricsFile truncate(RunDirectory run, long step, long stride) {
        MetricsFile before = read(run);
        if (Files.exists(run.metrics())) {
            run.write(run.metrics(), out -> {
                for (Metrics line : before.until(step, stride)) {
                    out.write(Json.writeLine(line));
                }
            });
        }
        return before;
    }
}
