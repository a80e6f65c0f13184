package dev.penumbra.bench.kernel;

import dev.penumbra.Seed;
import org.openjdk.jmh.annotations.Benchmark;

/** The noise of a step: 128 x 20 draws of N(0, 1). */
public class NoiseKernel extends Kernel {
    private final float[] noise = new float[128 * 20];
    private long step;

    @Benchmark
    public float[] gaussians() {
        new Seed(1).at(step++).gaussians(noise, 0, noise.length);
        return noise;
    }
}
