package dev.penumbra.torch.tensor;

import java.time.Duration;
import jdk.jfr.Recording;

/** A process that computes products while the JVM's profiler interrupts its thread a thousand times a second. */
final class ProfiledProducts {
    private static final Duration LENGTH = Duration.ofSeconds(3);

    private ProfiledProducts() {}

    public static void main(String[] args) {
        Engine.load();
        Engine.threads(1);
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
            recording.start();
            long end = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() < end) {
                try (Scope scope = new Scope()) {
                    multiply();
                }
            }
        }
        System.out.println("done");
    }

    /** Many products between the making and the freeing of tensors, so that damage to the heap is met. */
    private static void multiply() {
        Tensor a = Tensor.zeros(Device.CPU, 64, 400);
        Tensor b = Tensor.zeros(Device.CPU, 400, 784);
        Product product = new Product(Tensor.zeros(Device.CPU, 64, 784), a, b);
        for (int i = 0; i < 20; i++) {
            product.set();
        }
    }
}
