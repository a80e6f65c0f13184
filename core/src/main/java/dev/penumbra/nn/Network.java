package dev.penumbra.nn;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as an immutable value: what it reads, and its layers in order. Its readers train it, run it exactly, and describe
 * it; nothing else knows about layers.
 *
 * @param input  shape of one example
 * @param layers applied first to last
 */
public record Network(Shape input, List<Layer> layers) {
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

    /** All weights in order, named {@code <prefix>.<layer>.<weight|bias>}. */
    public List<Parameter> parameters(String prefix) {
        List<Parameter> all = new ArrayList<>();
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            String path = prefix + "." + i + ".";
            layers.get(i).parameters(shape).forEach(p -> all.add(p.prefixed(path)));
            shape = layers.get(i).output(shape);
        }
        return all;
    }

    private static List<Shape> shapes(Shape input, List<Layer> layers) {
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
