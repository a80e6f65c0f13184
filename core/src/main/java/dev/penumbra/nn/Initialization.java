package dev.penumbra.nn;

/** What a {@link Parameter} is before training. */
public sealed interface Initialization {
    /**
     * Each number uniform within +-1/sqrt(fanIn), as PyTorch's Linear and Conv2d begin.
     *
     * @param fanIn how many inputs one output sums over, at least 1
     */
    record Uniform(int fanIn) implements Initialization {
        /** The largest magnitude. */
        public double bound() {
            return 1 / StrictMath.sqrt(fanIn);
        }
    }

    /** Every number is {@code value}. */
    record Constant(float value) implements Initialization {}
}
