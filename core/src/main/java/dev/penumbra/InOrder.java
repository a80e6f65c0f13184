package dev.penumbra;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Work on pieces by several threads, whose results are taken in the order of the pieces. */
public final class InOrder {
    private InOrder() {}

    /** What takes results. */
    @FunctionalInterface
    public interface Taker<T> {
        void take(T result) throws IOException;
    }

    /** What gives work, or null when there is no more. It is called in the calling thread. */
    @FunctionalInterface
    public interface Source<T> {
        @Nullable
        Callable<T> next();
    }

    /** Does all work; at most {@code threads + 1} pieces are held at a time. What a piece throws is thrown here; then no piece runs any more. */
    public static <T> void run(int threads, Source<T> source, Taker<T> taker) throws IOException {
        Deque<Future<T>> running = new ArrayDeque<>();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            for (Callable<T> work = source.next(); work != null; work = source.next()) {
                running.add(workers.submit(work));
                if (running.size() > threads) {
                    taker.take(result(running.removeFirst()));
                }
            }
            while (!running.isEmpty()) {
                taker.take(result(running.removeFirst()));
            }
        } finally {
            workers.shutdownNow();
            // What still runs may hold memory, and read from what the caller is about to close.
            workers.close();
        }
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a piece of work failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while others worked", e);
        }
    }
}
