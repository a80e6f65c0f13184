package dev.penumbra.cli;

import dev.penumbra.Json;
import dev.penumbra.Printable;
import dev.penumbra.data.Dataset;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * Where a verb's words go: people's text, or with {@code --json} one JSON value and nothing else on stdout. Whatever a name holds,
 * no control character of it reaches the terminal.
 */
final class Console {
    @Option(names = "--json", description = "Print the result as JSON, and nothing else on stdout.")
    boolean json;

    @Option(names = "--quiet", description = "Print only the result.")
    boolean quiet;

    /** Notes that were shown. */
    private final Set<String> said = new HashSet<>();

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    /** On the way: nothing when quiet. */
    void say(String text) {
        if (!quiet) {
            (json ? err : out).println(Printable.lines(text));
        }
    }

    /** What was understood of the files that {@code data} was read from. */
    void notes(Dataset data) {
        notes(data.notes());
    }

    /** What was understood of files; each only once. */
    void notes(List<String> notes) {
        notes.stream().filter(said::add).forEach(note -> say("Data: " + note));
    }

    /** The result in words: not with {@code --json}. */
    void result(String text) {
        if (!json) {
            out.println(Printable.lines(text));
        }
    }

    /** The result as JSON: only with {@code --json}. */
    void resultJson(Object value) {
        if (json) {
            out.print(Printable.lines(new String(Json.write(value), StandardCharsets.UTF_8)));
            out.flush();
        }
    }

    /** Whether a person watches, so that a line can be written over. */
    boolean isTerminal() {
        return !quiet && !json && Boolean.getBoolean("penumbra.terminal");
    }

    /** Writes over the present line of the terminal. */
    void overwrite(String line) {
        out.print("\r" + Printable.line(line) + "\u001b[K");
        out.flush();
    }

    /** Clears the present line of the terminal. */
    void clearLine() {
        if (isTerminal()) {
            overwrite("");
        }
    }
}
