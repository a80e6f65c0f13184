package dev.penumbra.bench.kernel;

import dev.penumbra.Seed;
import dev.penumbra.nn.ExactNetwork;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.List;
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

/** A linear layer of the exact runtime: [1000, 784] to [1000, 400] on one thread, 0.63 GFLOP. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ExactLinearKernel {
    private static final int BATCH = 1000;

    private final Network layer = new Network(Shape.of(784), List.of(new Layer.Linear(400)));
    private final ExactNetwork exact =
            new ExactNetwork(layer, Weights.initial(layer.parameters("layer"), new Seed(1)), "layer");
    private final float[] x = new Seed(2).gaussians(BATCH * 784);

    @Benchmark
    public float[] forward() {
        return exact.run(x, BATCH, 1);
    }
}
