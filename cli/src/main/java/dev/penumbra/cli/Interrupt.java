package dev.penumbra.cli;

import java.util.concurrent.CountDownLatch;

/**
 * While open, Ctrl-C (or a request to terminate) stops the work in an orderly way: {@code stop} is called, and the process ends
 * when the work has ended and this is closed.
 */
final class Interrupt implements AutoCloseable {
    /** Of a process that Ctrl-C ended, as shells have it. */
    static final int EXIT_CODE = 130;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    Interrupt(Runnable stop) {
        hook = new Thread(
                () -> {
                    stop.run();
                    try {
                        closed.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "penumbra-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running and ends by itself now that the latch is open.
            return;
        }
    }
}
