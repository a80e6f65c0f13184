package dev.penumbra.bench.kernel;

import dev.penumbra.Seed;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
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

/** A step of fused Adam on two weights of 400 x 784, on one thread: 20 MB to and from memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AdamKernel {
    private final FusedOptimizer optimizer;
    private long step;

    public AdamKernel() {
        Engine.prepareTrainingThread(1);
        SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : new String[] {"encoder", "decoder"}) {
            float[] values = new Seed(1).named(name).gaussians(400 * 784);
            Tensor weight =
                    Tensor.of(Device.CPU, values, 400, 784).withGradient().keep();
            weight.square().sum().backward();
            weights.put(name, weight);
        }
        optimizer = new FusedOptimizer(Optimizer.Adam.of(1e-3), weights, Device.CPU);
    }

    @Benchmark
    public void step() {
        optimizer.step(++step, 1e-3);
    }
}
