package dev.penumbra.bench;

import dev.penumbra.Json;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.NoGrad;
import dev.penumbra.torch.tensor.Product;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What this machine can do at most: the speed of a large matrix product, and of memory. */
public final class Floor {
    private static final int SIDE = 2048;
    private static final int TRIES = 12;
    /** 256 MiB of floats: far beyond every cache. */
    private static final int LARGE = 1 << 26;

    private Floor() {}

    /** Argument: the number of threads. */
    public static void main(String[] args) {
        int threads = Engine.threads(Integer.parseInt(args[0]));
        try (NoGrad noGrad = new NoGrad()) {
            Map<String, Object> line = Map.of(
                    "threads",
                    threads,
                    "engine",
                    Engine.description(),
                    "flopsPerSecond",
                    product(),
                    "bytesPerSecond",
                    bandwidth());
            System.out.print(new String(Json.writeLine(line), StandardCharsets.UTF_8));
        }
    }

    /** Floating-point operations per second of a product of two square matrices, the best of several by either library. */
    private static double product() {
        try (Scope scope = new Scope()) {
            Tensor a = Tensor.zeros(Device.CPU, SIDE, SIDE).plus(0.5);
            Product own = new Product(Tensor.zeros(Device.CPU, SIDE, SIDE), a, a);
            double seconds = Math.min(best(own::set), best(() -> a.product(a)));
            return 2.0 * SIDE * SIDE * SIDE / seconds;
        }
    }

    /** Bytes per second of scaling a large vector in place: each value is read once and written once. */
    private static double bandwidth() {
        try (Scope scope = new Scope()) {
            Tensor a = Tensor.zeros(Device.CPU, LARGE).plus(1);
            double seconds = best(() -> a.scale(1.0001));
            return 2.0 * Float.BYTES * LARGE / seconds;
        }
    }

    private static double best(Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRIES; i++) {
            try (Scope scope = new Scope()) {
                long start = System.nanoTime();
                work.run();
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
        }
        return best;
    }
}
