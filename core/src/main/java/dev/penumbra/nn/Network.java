package dev.penumbra.nn;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as an immutable value: what it reads, and its layers in order. Its readers train it, run it exactly, describe it,
 * and export it; nothing else knows about layers.
 *
 * @param input  shape of one example
 * @param layers applied first to last
 */
public record Network(Shape input, List<Layer> layers) {
    /**
     * A layer in its place.
     *
     * @param path  its position; of a layer within another one, after that one's: {@code 2} or {@code 2.0}
     * @param layer the layer
     * @param input what it reads
     */
    public record Step(String path, Layer layer, Shape input) {
        /** What it gives. */
        public Shape output() {
            return layer.output(input);
        }
    }

    /** Checks that every layer fits the one before; {@link IllegalArgumentException} names the first that does not. */
    public Network {
        layers = List.copyOf(layers);
        shapes(input, layers);
    }

    /** The shape of each layer's output, in order. */
    public List<Shape> shapes() {
        return shapes(input, layers);
    }

    /** The shape of the last layer's output. */
    @JsonIgnore
    public Shape output() {
        return layers.isEmpty() ? input : shapes().getLast();
    }

    /** What layer {@code index} reads. */
    public Shape inputOf(int index) {
        return index == 0 ? input : shapes().get(index - 1);
    }

    /** All layers in order, each followed by those within it. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        collect(layers, input, "", steps);
        return steps;
    }

    private static void collect(List<Layer> layers, Shape input, String prefix, List<Step> into) {
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            into.add(new Step(prefix + i, layer, shape));
            if (layer instanceof Layer.Residual residual) {
                collect(residual.body(), shape, prefix + i + ".", into);
            }
            shape = layer.output(shape);
        }
    }

    /** All weights in order, named {@code <prefix>.<path of the layer>.<name within the layer>}. */
    public List<Parameter> parameters(String prefix) {
        return steps().stream()
                .flatMap(step -> step.layer().parameters(step.input()).stream()
                        .map(p -> p.prefixed(prefix + "." + step.path() + ".")))
                .toList();
    }

    static List<Shape> shapes(Shape input, List<Layer> layers) {
        List<Shape> shapes = new ArrayList<>();
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            try {
                shape = layers.get(i).output(shape);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new IllegalArgumentException(
                        "layer " + i + ", " + layers.get(i) + ", does not fit its input " + shape + ": "
                                + e.getMessage(),
                        e);
            }
            shapes.add(shape);
        }
        return shapes;
    }
}
