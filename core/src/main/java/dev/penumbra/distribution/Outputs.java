package dev.penumbra.distribution;

/**
 * The decoder's outputs for one example, parameter after parameter: parameter p of value i is at {@code start + p * size + i}.
 * For an image that is a block [C, H, W] for each parameter.
 *
 * @param values holds them
 * @param start  where they begin
 * @param size   values of an example, d
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Outputs(float[] values, int start, int size) {
    /** Parameter {@code p} of value {@code i}. */
    public double of(int p, int i) {
        return values[start + p * size + i];
    }
}
