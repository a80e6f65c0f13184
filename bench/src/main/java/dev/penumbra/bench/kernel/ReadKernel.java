package dev.penumbra.bench.kernel;

import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Sources;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading a batch of 128 examples of MNIST in random order; the data lies where PENUMBRA_DATA says. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReadKernel {
    private static final int BATCH = 128;

    private final Dataset data =
            Sources.open("mnist", DataOptions.of(new Seed(1))).train();
    private final int[] order = new Seed(2).permutation(data.size());
    private final float[] x = new float[BATCH * data.schema().shape().size()];
    private int from;

    @Benchmark
    public float[] batch() {
        data.read(order, from, BATCH, x);
        from = (from + BATCH) % (order.length - BATCH);
        return x;
    }
}
