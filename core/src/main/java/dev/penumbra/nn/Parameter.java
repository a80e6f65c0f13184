package dev.penumbra.nn;

import java.util.List;

/**
 * A tensor of weights that a layer needs.
 *
 * @param name  name, for example {@code encoder.0.weight} once the network has prefixed it
 * @param dims  sizes, the last fastest
 * @param fanIn how many inputs one output sums over; sets the scale of the initial weights; 0 starts at zero
 */
public record Parameter(String name, List<Integer> dims, int fanIn) {
    /** How many numbers it has. */
    public int size() {
        return dims.stream().reduce(1, Math::multiplyExact);
    }

    Parameter prefixed(String prefix) {
        return new Parameter(prefix + name, dims, fanIn);
    }
}
