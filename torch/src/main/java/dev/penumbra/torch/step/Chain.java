package dev.penumbra.torch.step;

import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network that is linear layers and convolutions with an activation behind each, or none.
 *
 * @param links in order, at least one
 */
record Chain(List<Link> links) {
    /** Those whose derivative is a function of their value. */
    private static final Set<Layer.Function> ACTIVATIONS = EnumSet.of(Layer.Function.RELU, Layer.Function.TANH);

    /**
     * One of them.
     *
     * @param activation null for none
     */
    record Link(Map map, Layer.@Nullable Function activation) {}

    /** What a link does to its inputs. */
    sealed interface Map {
        /** How many outputs there are. */
        int units();
    }

    /**
     * A linear layer.
     *
     * @param path of its weights' names, with the dot at the end
     */
    record Linear(String path, int units) implements Map {}

    /**
     * A convolution down from fine images, or a transposed one up to them. Inputs and outputs have their channels last.
     *
     * @param path of its weights' names, with the dot at the end
     */
    record Convolution(String path, Shape fine, Shape coarse, int kernel, int stride, int padding, boolean up)
            implements Map {
        @Override
        public int units() {
            return (up ? fine : coarse).size();
        }
    }

    /**
     * Values in another order.
     *
     * @param shape        of the image, with its channels first
     * @param channelsLast whether this is the order of the outputs, and that of channels first the inputs'; or the other way round
     */
    record Order(Shape shape, boolean channelsLast) implements Map {
        @Override
        public int units() {
            return shape.size();
        }
    }

    /** The network as a chain; empty where it is something else. */
    static Optional<Chain> of(Network network, String prefix) {
        Builder builder = new Builder();
        Shape shape = network.input();
        List<Layer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            String path = prefix + "." + i + ".";
            Shape output = layers.get(i).output(shape);
            switch (layers.get(i)) {
                case Layer.Reshape reshape -> builder.order(shape, false);
                case Layer.Linear linear -> {
                    builder.order(shape, false);
                    builder.add(new Linear(path, linear.units()));
                }
                case Layer.Conv c -> {
                    builder.order(shape, true);
                    builder.add(new Convolution(path, shape, output, c.kernel(), c.stride(), c.padding(), false));
                }
                case Layer.TransposedConv c -> {
                    builder.order(shape, true);
                    builder.add(new Convolution(path, output, shape, c.kernel(), c.stride(), c.padding(), true));
                }
                case Layer.Activation activation -> {
                    if (!builder.activate(activation.function())) {
                        return Optional.empty();
                    }
                }
                default -> {
                    return Optional.empty();
                }
            }
            shape = output;
        }
        builder.order(shape, false);
        return builder.links.isEmpty() ? Optional.empty() : Optional.of(new Chain(builder.links));
    }

    private static final class Builder {
        private final List<Link> links = new ArrayList<>();
        private boolean channelsLast;

        void add(Map map) {
            links.add(new Link(map, null));
        }

        /** Brings the values into the order wanted, where it is another one. */
        void order(Shape shape, boolean wanted) {
            boolean differ = shape.isImage() && shape.channels() > 1 && shape.channels() < shape.size();
            if (channelsLast != wanted && differ) {
                add(new Order(shape, wanted));
            }
            channelsLast = wanted;
        }

        /** False where there is nothing to activate, or it is activated already, or the function has no place in a chain. */
        boolean activate(Layer.Function function) {
            if (links.isEmpty() || links.getLast().activation() != null || !ACTIVATIONS.contains(function)) {
                return false;
            }
            links.add(new Link(links.removeLast().map(), function));
            return true;
        }
    }
}
