package dev.penumbra.bench.kernel;

import dev.penumbra.Seed;
import dev.penumbra.nn.ExactNetwork;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** A linear layer of the exact runtime: [1000, 784] to [1000, 400] on one thread, 0.63 GFLOP. */
public class ExactLinearKernel extends Kernel {
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
