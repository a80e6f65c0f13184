package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.NoGrad;
import dev.penumbra.torch.tensor.Scope;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do their shares of one task after the other, the caller among them. Each runs LibTorch's operations alone, so a task
 * costs two meetings of threads, and not two for each operation. Between tasks that follow each other closely they spin, else they
 * sleep. Use by one thread.
 */
final class Workers implements AutoCloseable {
    /** Turns of waiting before a thread offers its core to others, which on a busy machine may be those that it waits for. */
    private static final int SPINS = 2_000;

    /** Offers before it sleeps; where no one takes them, they last longer than most gaps within a step. */
    private static final int OFFERS = 1_000;

    private final Thread[] threads;
    private final int restoredThreads;
    private final AtomicInteger remaining = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile @Nullable IntConsumer task;
    /** Counts the tasks; -1 ends the threads. */
    private volatile long turn;

    private long tasks;

    /**
     * Starts them.
     *
     * @param count           of workers with the caller, at least 1
     * @param restoredThreads of one operation in the caller's thread between tasks
     */
    Workers(int count, int restoredThreads) {
        this.restoredThreads = restoredThreads;
        this.threads = new Thread[count - 1];
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] = new Thread(() -> work(worker), "penumbra-step-" + worker);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    int count() {
        return threads.length + 1;
    }

    /** Runs {@code share} with 0 .. count-1, each in a thread, and returns when all are done. Frees the tensors that they make. */
    void run(IntConsumer share) {
        remaining.set(threads.length);
        task = share;
        turn = ++tasks;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        Engine.threads(1);
        try (NoGrad noGrad = new NoGrad()) {
            runScoped(share, 0);
        } finally {
            for (int spins = 0; remaining.get() > 0; spins++) {
                pause(spins);
            }
            Engine.threads(restoredThreads);
        }
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            throw new IllegalStateException("a worker failed", thrown);
        }
    }

    private static void runScoped(IntConsumer share, int worker) {
        try (Scope scope = new Scope()) {
            share.accept(worker);
        }
    }

    private void work(int worker) {
        Engine.prepareTrainingThread(1);
        long done = 0;
        try (NoGrad noGrad = new NoGrad()) {
            while (true) {
                long now = turn;
                for (int spins = 0; now == done; spins++) {
                    pause(spins);
                    now = turn;
                }
                if (now < 0) {
                    return;
                }
                done = now;
                IntConsumer share = task;
                try {
                    Engine.threads(1);
                    if (share != null) {
                        runScoped(share, worker);
                    }
                } catch (RuntimeException | Error e) {
                    failure.set(e);
                } finally {
                    remaining.decrementAndGet();
                }
            }
        }
    }

    /** Sleeps end by themselves, so that none can last where the waking came just before. */
    // Yielding costs little where nobody else waits for the core, and frees it where somebody does.
    @SuppressWarnings("ThreadPriorityCheck")
    private static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else if (spins < SPINS + OFFERS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() {
        turn = -1;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
