package dev.penumbra.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A reader under attack.
 *
 * @param name   what the command calls it
 * @param seeds  inputs that it accepts, from which mutated ones are made
 * @param mended makes checksums right again, so that a mutation reaches what lies behind them
 * @param memory bytes that it may allocate for the smallest input; each byte of an input allows {@link Fuzzer#MULTIPLE} more
 * @param call   reads an input
 */
record Fuzzed(String name, List<byte[]> seeds, UnaryOperator<byte[]> mended, long memory, Call call) {
    /** Reads one input; {@code scratch} is an empty folder for the files that it needs. */
    @FunctionalInterface
    interface Call {
        void read(byte[] input, Path scratch) throws Exception;
    }

    /** A reader of what has no checksums, with 64 MiB. */
    static Fuzzed of(String name, List<byte[]> seeds, Call call) {
        return new Fuzzed(name, seeds, UnaryOperator.identity(), 64L << 20, call);
    }

    Fuzzed mendedBy(UnaryOperator<byte[]> mended) {
        return new Fuzzed(name, seeds, mended, memory, call);
    }

    Fuzzed withMemory(long memory) {
        return new Fuzzed(name, seeds, mended, memory, call);
    }

    @Override
    public String toString() {
        return name;
    }
}
