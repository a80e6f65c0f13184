package dev.penumbra.cli;

import java.util.Locale;

/** How far a long piece of work is: a line that is written over on a terminal, and nothing elsewhere. */
final class Countdown {
    private static final long REFRESH_NANOS = 100_000_000L;

    private final Console console;
    private final String title;
    private final long items;
    private final long started = System.nanoTime();
    private long lastShown;

    Countdown(Console console, String title, long items) {
        this.console = console;
        this.title = title;
        this.items = items;
    }

    void show(long done) {
        long now = System.nanoTime();
        if (console.isTerminal() && now - lastShown > REFRESH_NANOS) {
            lastShown = now;
            double left = (now - started) / 1e9 / done * (items - done);
            console.overwrite(
                    String.format(Locale.ROOT, "%s  %,d/%,d  %s left", title, done, items, ProgressLine.time(left)));
        }
    }
}
