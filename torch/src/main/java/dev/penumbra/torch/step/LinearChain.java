package dev.penumbra.torch.step;

import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network that is linear layers with an activation behind each, or none.
 *
 * @param links in order, at least one
 */
record LinearChain(List<Link> links) {
    /** Those whose derivative is a function of their value. */
    private static final Set<Layer.Function> ACTIVATIONS = EnumSet.of(Layer.Function.RELU, Layer.Function.TANH);

    /**
     * One of them.
     *
     * @param path       of its weights' names, with the dot at the end
     * @param activation null for none
     */
    record Link(String path, int units, Layer.@Nullable Function activation) {}

    /** The network as a chain; empty where it is something else. */
    static Optional<LinearChain> of(Network network, String prefix) {
        List<Link> links = new ArrayList<>();
        List<Layer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            switch (layers.get(i)) {
                case Layer.Reshape reshape -> {}
                case Layer.Linear linear -> links.add(new Link(prefix + "." + i + ".", linear.units(), null));
                case Layer.Activation activation -> {
                    Layer.Function function = activation.function();
                    if (links.isEmpty() || links.getLast().activation() != null || !ACTIVATIONS.contains(function)) {
                        return Optional.empty();
                    }
                    Link last = links.removeLast();
                    links.add(new Link(last.path(), last.units(), function));
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return links.isEmpty() ? Optional.empty() : Optional.of(new LinearChain(links));
    }
}
