package dev.penumbra.bench.kernel;

import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Sources;
import org.openjdk.jmh.annotations.Benchmark;

/** Reading a batch of 128 examples of MNIST in random order; the data lies where PENUMBRA_DATA says. */
public class ReadKernel extends Kernel {
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
