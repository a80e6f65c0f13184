package dev.penumbra.distribution;

import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Real-valued non-volume-preserving flow (Dinh, Sohl-Dickstein &amp; Bengio 2017, eq. 4 to 8). Coupling layer i maps z towards
 * N(0, I): one part of z stays as it is and is read by the layer's network, (t, r) = network_i(part); the other becomes
 * other * exp(s) + t, with s = scale_i * tanh(r) and learned factors scale_i. Layers 0, 2, ... read the first v/2 dimensions and
 * change the rest, layers 1, 3, ... the other way round.
 *
 * @param layers the networks, each from the part that it reads to twice the part that it changes
 */
public record RealNvp(List<Network> layers) implements Prior {
    /** Before the number of a layer in the names of its weights. */
    public static final String FLOW = PREFIX + ".flow.";

    public static final int MAX_LAYERS = 64;

    public RealNvp {
        layers = List.copyOf(layers);
        if (layers.isEmpty() || layers.size() > MAX_LAYERS) {
            throw new IllegalArgumentException("a flow has 1.." + MAX_LAYERS + " layers, got " + layers.size());
        }
    }

    /** Networks of two hidden layers of {@code width} with SiLU. {@code latent} is at least 2. */
    public static RealNvp of(int latent, int layers, int width) {
        Layer silu = new Layer.Activation(Layer.Function.SILU);
        List<Network> all = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            all.add(new Network(
                    Shape.of(Part.read(i, latent).size),
                    List.of(
                            new Layer.Linear(width),
                            silu,
                            new Layer.Linear(width),
                            silu,
                            new Layer.Linear(2 * Part.changed(i, latent).size))));
        }
        return new RealNvp(all);
    }

    /**
     * Neighbouring dimensions of z.
     *
     * @param from the first one
     * @param size how many
     */
    public record Part(int from, int size) {
        /** What layer {@code i} reads. */
        public static Part read(int i, int latent) {
            return i % 2 == 0 ? new Part(0, latent / 2) : new Part(latent / 2, latent - latent / 2);
        }

        /** What layer {@code i} changes. */
        public static Part changed(int i, int latent) {
            return read(i + 1, latent);
        }
    }

    /** The name of the factors of layer {@code i}. */
    public static String scale(int i) {
        return FLOW + i + ".scale";
    }

    @Override
    public boolean fits(int latent) {
        for (int i = 0; i < layers.size(); i++) {
            Network network = layers.get(i);
            if (network.input().size() != Part.read(i, latent).size
                    || network.output().size() != 2L * Part.changed(i, latent).size) {
                return false;
            }
        }
        return true;
    }

    @Override
    public SequencedMap<String, Network> networks() {
        SequencedMap<String, Network> all = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            all.put(FLOW + i, layers.get(i));
        }
        return all;
    }

    @Override
    public List<Parameter> parameters(int latent, int inputs) {
        List<Parameter> all = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            // From 0, so that volumes are preserved at first.
            all.add(Parameter.constant(scale(i), List.of(Part.changed(i, latent).size), 0));
        }
        return all;
    }
}
