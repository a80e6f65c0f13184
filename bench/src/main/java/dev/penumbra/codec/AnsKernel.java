package dev.penumbra.codec;

import dev.penumbra.Seed;
import dev.penumbra.bench.kernel.Kernel;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;

/** The coder alone: 100,000 symbols pushed and popped again. In this package because the coder is not public. */
public class AnsKernel extends Kernel {
    private static final int SYMBOLS = 100_000;

    private final int[] starts = new int[SYMBOLS];
    private final int[] frequencies = new int[SYMBOLS];

    public AnsKernel() {
        SplittableRandom random = new Seed(1).random();
        for (int i = 0; i < SYMBOLS; i++) {
            frequencies[i] = 1 + random.nextInt((1 << Ans.BITS) - 1);
            starts[i] = random.nextInt((1 << Ans.BITS) - frequencies[i] + 1);
        }
    }

    @Benchmark
    public int pushAndPop() {
        Ans stack = Ans.empty();
        for (int i = 0; i < SYMBOLS; i++) {
            stack.push(starts[i], frequencies[i]);
        }
        int sum = 0;
        for (int i = SYMBOLS - 1; i >= 0; i--) {
            sum += stack.peek();
            stack.pop(starts[i], frequencies[i]);
        }
        return sum;
    }
}
