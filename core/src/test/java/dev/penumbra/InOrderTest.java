package dev.penumbra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InOrderTest {
    @Test
    void resultsComeInTheOrderOfTheWork() throws IOException {
        List<Integer> taken = new ArrayList<>();
        int[] next = {0};
        InOrder.run(
                3,
                () -> {
                    int i = next[0]++;
                    return i == 50 ? null : () -> i;
                },
                taken::add);
        assertThat(taken).hasSize(50).isSorted();
    }

    @Test
    void nothingRunsAnyMoreOnceAPieceHasFailed() {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        int[] next = {0};
        assertThatThrownBy(() -> InOrder.<Integer>run(
                        2,
                        () -> next[0]++ == 0
                                ? () -> {
                                    started.await();
                                    throw new IOException("first");
                                }
                                : () -> {
                                    running.incrementAndGet();
                                    started.countDown();
                                    // Work that hears of no interrupt.
                                    long until = System.nanoTime() + 100_000_000;
                                    while (System.nanoTime() < until) {
                                        Thread.onSpinWait();
                                    }
                                    return running.decrementAndGet();
                                },
                        result -> {}))
                .hasMessage("first");
        assertThat(running).hasValue(0);
    }
}
