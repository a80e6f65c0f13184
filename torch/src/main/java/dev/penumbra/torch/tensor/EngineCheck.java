package dev.penumbra.torch.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * What the engine does on this machine.
 *
 * @param threads of one operation
 * @param gflops  billions of floating-point operations per second in the largest product of a 784-400-20 VAE at batch 128
 */
public record EngineCheck(int threads, double gflops) {
    private static final int B = 128;
    private static final int D = 784;
    private static final int H = 400;
    private static final int TIMES = 100;

    /** Loads the engine and measures for a fraction of a second. */
    public static EngineCheck run() {
        Engine.load();
        try (Scope scope = new Scope();
                NoGrad noGrad = new NoGrad()) {
            Tensor x = Tensor.zeros(Device.CPU, B, D);
            Tensor weight = Tensor.zeros(Device.CPU, H, D);
            Tensor bias = Tensor.zeros(Device.CPU, H);
            multiply(x, weight, bias);
            long start = System.nanoTime();
            multiply(x, weight, bias);
            double nanos = System.nanoTime() - start;
            return new EngineCheck(torch.get_num_threads(), 2.0 * B * D * H * TIMES / nanos);
        }
    }

    private static void multiply(Tensor x, Tensor weight, Tensor bias) {
        for (int i = 0; i < TIMES; i++) {
            try (Scope scope = new Scope()) {
                x.linear(weight, bias);
            }
        }
    }
}
