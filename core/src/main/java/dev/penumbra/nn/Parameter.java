package dev.penumbra.nn;

import java.util.List;

/**
 * A tensor of weights that a layer needs.
 *
 * @param name    name, for example {@code encoder.0.weight} once the network has prefixed it
 * @param dims    sizes, the last fastest
 * @param initial what it is before training
 * @param trained whether gradients change it; the others are statistics that a layer keeps of what it has seen
 */
public record Parameter(String name, List<Integer> dims, Initialization initial, boolean trained) {
    /** One that is trained, from values uniform within +-1/sqrt(fanIn). */
    public static Parameter uniform(String name, List<Integer> dims, int fanIn) {
        return new Parameter(name, dims, new Initialization.Uniform(fanIn), true);
    }

    /** One that is trained, from {@code value} everywhere. */
    public static Parameter constant(String name, List<Integer> dims, float value) {
        return new Parameter(name, dims, new Initialization.Constant(value), true);
    }

    /** One that gradients leave alone, from {@code value} everywhere. */
    public static Parameter statistic(String name, List<Integer> dims, float value) {
        return new Parameter(name, dims, new Initialization.Constant(value), false);
    }

    /** How many numbers it has. */
    public int size() {
        return dims.stream().reduce(1, Math::multiplyExact);
    }

    /** The same with {@code prefix} before its name. */
    public Parameter prefixed(String prefix) {
        return new Parameter(prefix + name, dims, initial, trained);
    }
}
