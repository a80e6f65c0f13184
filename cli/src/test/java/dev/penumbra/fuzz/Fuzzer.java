package dev.penumbra.fuzz;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives inputs to readers. An input must be read or refused with an {@link InputException} whose message fits a terminal, within bounds on
 * memory and time. For one thread, in a process that does nothing else.
 */
final class Fuzzer {
    /** Bytes that each byte of an input may allocate: deflate makes 1032 of one, and a cell of a table is an object. */
    static final long MULTIPLE = 4096;

    private static final int LONGEST_MESSAGE = 10_000;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Path scratch;
    private final Duration limit;

    /**
     * @param scratch an empty folder
     * @param limit   what an input may take, each time that it is tried
     */
    Fuzzer(Path scratch, Duration limit) {
        this.scratch = scratch;
        this.limit = limit;
    }

    /**
     * What went wrong.
     *
     * @param cause where something was thrown
     */
    record Failure(String what, @Nullable Throwable cause) {}

    /** The input that {@code seed} and {@code index} stand for: always the same. The first ones are the reader's own. */
    static byte[] input(Fuzzed reader, Seed seed, long index) {
        List<byte[]> seeds = reader.seeds();
        if (index < seeds.size()) {
            return seeds.get((int) index);
        }
        SplittableRandom random = seed.named(reader.name()).at(index).random();
        byte[] mutated = Mutator.mutated(
                seeds.get(random.nextInt(seeds.size())), seeds.get(random.nextInt(seeds.size())), random);
        return random.nextInt(8) == 0 ? mutated : reader.mended().apply(mutated);
    }

    /** What is wrong with how {@code reader} takes {@code input}, or null. What was slow once only is not. */
    @Nullable
    Failure failure(Fuzzed reader, byte[] input) {
        Failure failure = once(reader, input);
        return failure != null && failure.what.startsWith("slow") ? once(reader, input) : failure;
    }

    private @Nullable Failure once(Fuzzed reader, byte[] input) {
        long start = System.nanoTime();
        long allocated = threads.getTotalThreadAllocatedBytes();
        try {
            reader.call().read(input, scratch);
        } catch (InputException e) {
            String message = String.valueOf(e.getMessage());
            if (message.length() > LONGEST_MESSAGE) {
                return new Failure("a message of " + message.length() + " characters", e);
            }
            if (message.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
                return new Failure("a message with control characters", e);
            }
        } catch (Throwable e) {
            return new Failure(e.getClass().getName(), e);
        } finally {
            clear();
        }
        allocated = threads.getTotalThreadAllocatedBytes() - allocated;
        if (allocated > reader.memory() + MULTIPLE * input.length) {
            return new Failure("allocated " + allocated + " bytes", null);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return took.compareTo(limit) > 0 ? new Failure("slow: " + took.toMillis() + " ms", null) : null;
    }

    private void clear() {
        try (Stream<Path> left = Files.walk(scratch)) {
            for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(scratch)) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
