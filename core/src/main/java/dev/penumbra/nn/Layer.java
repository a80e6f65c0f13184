package dev.penumbra.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One step of a {@link Network}, as a value. A new layer is one record here and one arm in each reader's {@code switch}; the
 * compiler names what is missing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Layer.Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = Layer.Conv.class, name = "conv"),
    @JsonSubTypes.Type(value = Layer.TransposedConv.class, name = "transposed-conv"),
    @JsonSubTypes.Type(value = Layer.Activation.class, name = "activation"),
    @JsonSubTypes.Type(value = Layer.Reshape.class, name = "reshape"),
})
public sealed interface Layer {
    /** The shape that this layer makes of {@code input}; {@link IllegalArgumentException} where it does not fit. */
    Shape output(Shape input);

    /** The weights that this layer needs when it reads {@code input}: name within the layer, shape, and fan-in. */
    default List<Parameter> parameters(Shape input) {
        return List.of();
    }

    /** Multiplications of one example. */
    default long multiplyAdds(Shape input) {
        return 0;
    }

    /**
     * y = W x + b with W of {@code [units, inputs]}; flattens its input.
     *
     * @param units outputs, at least 1
     */
    record Linear(int units) implements Layer {
        public Linear {
            positive("units", units);
        }

        @Override
        public Shape output(Shape input) {
            return Shape.of(units);
        }

        @Override
        public List<Parameter> parameters(Shape input) {
            int inputs = input.size();
            return List.of(
                    new Parameter("weight", List.of(units, inputs), inputs),
                    new Parameter("bias", List.of(units), inputs));
        }

        @Override
        public long multiplyAdds(Shape input) {
            return (long) units * input.size();
        }
    }

    /**
     * Cross-correlation over an image with zero padding, W of {@code [channels, inputChannels, kernel, kernel]}; output side
     * {@code floor((side + 2 padding - kernel) / stride) + 1}.
     */
    record Conv(int channels, int kernel, int stride, int padding) implements Layer {
        public Conv {
            window(channels, kernel, stride, padding);
        }

        @Override
        public Shape output(Shape input) {
            return Shape.image(channels, side(input.height()), side(input.width()));
        }

        private int side(int side) {
            int room = side + 2 * padding - kernel;
            if (room < 0) {
                throw new IllegalArgumentException("a " + kernel + "x" + kernel + " kernel with padding " + padding
                        + " does not fit an image side of " + side);
            }
            return room / stride + 1;
        }

        @Override
        public List<Parameter> parameters(Shape input) {
            int fanIn = input.channels() * kernel * kernel;
            return List.of(
                    new Parameter("weight", List.of(channels, input.channels(), kernel, kernel), fanIn),
                    new Parameter("bias", List.of(channels), fanIn));
        }

        @Override
        public long multiplyAdds(Shape input) {
            return (long) output(input).size() * input.channels() * kernel * kernel;
        }
    }

    /**
     * The transpose of {@link Conv}, W of {@code [inputChannels, channels, kernel, kernel]}; output side
     * {@code (side - 1) stride - 2 padding + kernel + extra}, where the extra of each side is below the stride.
     */
    record TransposedConv(int channels, int kernel, int stride, int padding, int extraHeight, int extraWidth)
            implements Layer {
        public TransposedConv {
            window(channels, kernel, stride, padding);
            if (extraHeight < 0 || extraHeight >= stride || extraWidth < 0 || extraWidth >= stride) {
                throw new IllegalArgumentException("extraHeight and extraWidth must be in 0.." + (stride - 1) + ", got "
                        + extraHeight + " and " + extraWidth);
            }
        }

        @Override
        public Shape output(Shape input) {
            return Shape.image(channels, side(input.height(), extraHeight), side(input.width(), extraWidth));
        }

        private int side(int side, int extra) {
            int out = (side - 1) * stride - 2 * padding + kernel + extra;
            if (out < 1) {
                throw new IllegalArgumentException("padding " + padding
                        + " leaves nothing of a transposed convolution of an image side of " + side);
            }
            return out;
        }

        @Override
        public List<Parameter> parameters(Shape input) {
            // As PyTorch initializes: fan-in is counted on the second axis of W.
            int fanIn = channels * kernel * kernel;
            return List.of(
                    new Parameter("weight", List.of(input.channels(), channels, kernel, kernel), fanIn),
                    new Parameter("bias", List.of(channels), fanIn));
        }

        @Override
        public long multiplyAdds(Shape input) {
            return (long) input.size() * channels * kernel * kernel;
        }
    }

    /** A function of each value by itself. */
    record Activation(Function function) implements Layer {
        @Override
        public Shape output(Shape input) {
            return input;
        }
    }

    /** The functions of {@link Activation}. */
    enum Function {
        /** max(x, 0). */
        @JsonProperty("relu")
        RELU,
        /** x above 0, x / 100 below. */
        @JsonProperty("leaky-relu")
        LEAKY_RELU,
        /** x sigmoid(x). */
        @JsonProperty("silu")
        SILU,
        /** The hyperbolic tangent. */
        @JsonProperty("tanh")
        TANH,
        /** 1 / (1 + exp(-x)). */
        @JsonProperty("sigmoid")
        SIGMOID,
        /** log(1 + exp(x)). */
        @JsonProperty("softplus")
        SOFTPLUS
    }

    /** The same values in the same order under another shape. */
    record Reshape(Shape shape) implements Layer {
        @Override
        public Shape output(Shape input) {
            if (input.size() != shape.size()) {
                throw new IllegalArgumentException("cannot reshape " + input.size() + " values (" + input + ") to "
                        + shape.size() + " values (" + shape + ")");
            }
            return shape;
        }
    }

    private static void window(int channels, int kernel, int stride, int padding) {
        positive("channels", channels);
        positive("kernel", kernel);
        positive("stride", stride);
        if (padding < 0 || padding >= kernel) {
            throw new IllegalArgumentException("padding must be in 0.." + (kernel - 1) + ", got " + padding);
        }
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }
}
