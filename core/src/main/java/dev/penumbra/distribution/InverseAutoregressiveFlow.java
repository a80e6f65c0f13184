package dev.penumbra.distribution;

import dev.penumbra.nn.Layer;
import dev.penumbra.nn.MaskedLinear;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Inverse autoregressive flow (Kingma et al. 2016, algorithm 1). The encoder gives v means, v logarithms of standard deviations and
 * a context h. From z = mean + exp(logStd) noise, step t reads (m, s) = network_t(z, h), m_j and s_j functions of the z before j,
 * and z becomes g z + (1 - g) m with g = sigmoid(s + 2). Between steps the order of the dimensions is reversed.
 *
 * @param context how many values h has
 * @param steps   the networks, each from v + context values to v of m and v of s
 */
public record InverseAutoregressiveFlow(int context, List<Network> steps) implements PosteriorFamily {
    /** Before the number of a step in the names of its weights. */
    public static final String FLOW = PREFIX + ".flow.";

    /** What is added to s: a step begins near the identity, g = 0.88. */
    public static final double OPENING = 2;

    public static final int MAX_STEPS = 64;

    public InverseAutoregressiveFlow {
        steps = List.copyOf(steps);
        if (context < 0 || steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException("a flow has 1.." + MAX_STEPS + " steps and a context of at least 0, got "
                    + steps.size() + " and " + context);
        }
        int dims = steps.getFirst().input().size() - context;
        for (Network step : steps) {
            requireAutoregressive(step, step.input().size() == dims + context ? dims : -1);
        }
    }

    /** Networks of two hidden layers of {@code width} with SiLU, and a context of as many values as z. */
    public static InverseAutoregressiveFlow of(int latent, int steps, int width) {
        Layer silu = new Layer.Activation(Layer.Function.SILU);
        Network step = new Network(
                Shape.of(2 * latent),
                List.of(
                        new MaskedLinear(width, latent, MaskedLinear.Role.INPUT),
                        silu,
                        new MaskedLinear(width, latent, MaskedLinear.Role.HIDDEN),
                        silu,
                        new MaskedLinear(2 * latent, latent, MaskedLinear.Role.OUTPUT)));
        List<Network> all = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            all.add(step);
        }
        return new InverseAutoregressiveFlow(latent, all);
    }

    @Override
    public int outputs(int latent) {
        return Math.addExact(Math.multiplyExact(2, latent), context);
    }

    @Override
    public boolean fits(int latent) {
        return steps.getFirst().input().size() - context == latent;
    }

    @Override
    public SequencedMap<String, Network> networks() {
        SequencedMap<String, Network> all = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            all.put(FLOW + i, steps.get(i));
        }
        return all;
    }

    /** Masked layers of {@code dims} in the order of their roles, and activations between them: else log q would be wrong. */
    private static void requireAutoregressive(Network network, int dims) {
        MaskedLinear.Role last = null;
        for (Layer layer : network.layers()) {
            if (layer instanceof MaskedLinear masked) {
                boolean follows = masked.role() == MaskedLinear.Role.INPUT
                        ? last == null
                        : last != null && last != MaskedLinear.Role.OUTPUT;
                if (!follows || masked.dims() != dims) {
                    throw notAutoregressive(network);
                }
                last = masked.role();
            } else if (!(layer instanceof Layer.Activation)) {
                throw notAutoregressive(network);
            }
        }
        if (last != MaskedLinear.Role.OUTPUT || network.output().size() != 2L * dims) {
            throw notAutoregressive(network);
        }
    }

    private static IllegalArgumentException notAutoregressive(Network network) {
        return new IllegalArgumentException(
                "a step of a flow is masked layers, input, hidden and output of the same dims,"
                        + " activations between them, and two outputs for each of dims, got " + network);
    }
}
