package dev.penumbra.fuzz;

import dev.penumbra.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The command: {@code INPUTS [READER...]} for so many inputs of each reader, {@code SECONDSs [READER...]} for so many seconds of each,
 * {@code FILE READER} for one input. Keeps each new kind of failing input as a file in {@code target/fuzz}; ends with 1 where there is one.
 */
final class Fuzz {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int HANG_SECONDS = 120;
    private static final Path KEPT = Path.of("target", "fuzz");

    private final Fuzzer fuzzer;
    private final Seed seed;
    private int failures;
    private volatile long lastSign = System.nanoTime();
    private volatile byte[] current = {};

    private Fuzz(Path scratch, Seed seed) {
        this.fuzzer = new Fuzzer(scratch, LIMIT);
        this.seed = seed;
    }

    public static void main(String[] args) throws IOException {
        List<String> names = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        List<Fuzzed> readers = Readers.all().stream()
                .filter(r -> names.isEmpty() || names.contains(r.name()))
                .toList();
        boolean meant = args.length > 0 && (args[0].matches("\\d{1,9}s?") || Files.isRegularFile(Path.of(args[0])));
        if (!meant || readers.size() < Math.max(1, Set.copyOf(names).size())) {
            System.out.println("usage: .ci/fuzz INPUTS|SECONDSs|FILE [READER...], with the readers "
                    + String.join(", ", Readers.all().stream().map(Fuzzed::name).toList()));
            System.exit(2);
        }
        Path memory = Path.of("/dev/shm");
        Path scratch = Files.isDirectory(memory)
                ? Files.createTempDirectory(memory, "fuzz")
                : Files.createTempDirectory("fuzz");
        Fuzz fuzz = new Fuzz(scratch, new Seed(Long.getLong("seed", System.nanoTime())));
        fuzz.watch();
        for (Fuzzed reader : readers) {
            if (Files.exists(Path.of(args[0]))) {
                fuzz.again(reader, Files.readAllBytes(Path.of(args[0])));
            } else if (args[0].endsWith("s")) {
                int seconds = Integer.parseInt(args[0].substring(0, args[0].length() - 1));
                fuzz.run(reader, Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(seconds));
            } else {
                fuzz.run(reader, Long.parseLong(args[0]), Long.MAX_VALUE);
            }
        }
        Files.delete(scratch);
        System.exit(fuzz.failures == 0 ? 0 : 1);
    }

    private void again(Fuzzed reader, byte[] input) {
        Fuzzer.Failure failure = fuzzer.failure(reader, input);
        System.out.println(failure == null ? "read or refused as it should be" : told(failure));
        failures += failure == null ? 0 : 1;
    }

    private void run(Fuzzed reader, long inputs, long nanos) throws IOException {
        Set<String> known = new HashSet<>();
        long start = System.nanoTime();
        long index = 0;
        for (; index < inputs && System.nanoTime() - start < nanos; index++) {
            byte[] input = Fuzzer.input(reader, seed, index);
            current = input;
            lastSign = System.nanoTime();
            Fuzzer.Failure failure = fuzzer.failure(reader, input);
            if (failure != null && known.add(kind(failure))) {
                System.out.println(
                        keep(reader.name() + "-" + seed.value() + "-" + index, input) + ": " + told(failure));
            }
        }
        failures += known.size();
        System.out.println(String.format(
                Locale.ROOT,
                "%-16s %,9d inputs in %,6.1f s, %d kinds of failures, seed %d",
                reader.name(),
                index,
                1e-9 * (System.nanoTime() - start),
                known.size(),
                seed.value()));
    }

    private static Path keep(String name, byte[] input) throws IOException {
        Files.createDirectories(KEPT);
        return Files.write(KEPT.resolve(name), input);
    }

    /** Failures with the same exception from the same line are one. */
    private static String kind(Fuzzer.Failure failure) {
        Throwable cause = failure.cause();
        StackTraceElement[] trace = cause == null ? new StackTraceElement[0] : cause.getStackTrace();
        return cause == null
                ? failure.what().replaceAll("\\d+", "")
                : cause.getClass() + (trace.length == 0 ? "" : trace[0].toString());
    }

    private static String told(Fuzzer.Failure failure) {
        return failure.what() + trace(failure.cause());
    }

    private static String trace(@Nullable Throwable cause) {
        if (cause == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return "\n"
                + String.join(
                        "\n",
                        text.toString()
                                .lines()
                                .map(l -> l.substring(0, Math.min(300, l.length())))
                                .limit(30)
                                .toList());
    }

    /** Ends the process, the input kept, where an input takes minutes. */
    private void watch() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.nanoTime() - lastSign < TimeUnit.SECONDS.toNanos(HANG_SECONDS)) {
                    Thread.sleep(1000);
                }
                System.out.println(keep("hang", current) + ": does not end");
                Thread.getAllStackTraces()
                        .forEach((thread, trace) -> System.out.println(thread + "\n  at "
                                + String.join(
                                        "\n  at ",
                                        Arrays.stream(trace)
                                                .map(String::valueOf)
                                                .toList())));
            } catch (InterruptedException | IOException e) {
                System.out.println(e);
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
