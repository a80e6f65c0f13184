package dev.penumbra.bench.kernel;

import dev.penumbra.Seed;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.openjdk.jmh.annotations.Benchmark;

/** A step of fused Adam on two weights of 400 x 784, on one thread: 20 MB to and from memory. */
public class AdamKernel extends Kernel {
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
