package dev.penumbra.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Closes a stream from which nothing came for too long: the HTTP client's own timeout ends with the headers. */
final class Watchdog implements AutoCloseable {
    private final Thread thread;
    private volatile long lastSign = System.nanoTime();

    Watchdog(InputStream watched, Duration timeout) {
        thread = Thread.ofVirtual().start(() -> {
            try {
                while (System.nanoTime() - lastSign < timeout.toNanos()) {
                    Thread.sleep(timeout.dividedBy(4));
                }
                watched.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Something came. */
    void alive() {
        lastSign = System.nanoTime();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
