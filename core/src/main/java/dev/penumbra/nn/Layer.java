package dev.penumbra.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
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
    @JsonSubTypes.Type(value = Layer.Glu.class, name = "glu"),
    @JsonSubTypes.Type(value = Layer.Reshape.class, name = "reshape"),
    @JsonSubTypes.Type(value = Layer.Residual.class, name = "residual"),
    @JsonSubTypes.Type(value = Layer.BatchNorm.class, name = "batch-norm"),
    @JsonSubTypes.Type(value = Layer.GroupNorm.class, name = "group-norm"),
    @JsonSubTypes.Type(value = Layer.LayerNorm.class, name = "layer-norm"),
    @JsonSubTypes.Type(value = MaskedLinear.class, name = "masked-linear"),
})
public sealed interface Layer
        permits Layer.Linear,
                MaskedLinear,
                Layer.Conv,
                Layer.TransposedConv,
                Layer.Activation,
                Layer.Glu,
                Layer.Reshape,
                Layer.Residual,
                Layer.BatchNorm,
                Layer.GroupNorm,
                Layer.LayerNorm {
    /** The shape that this layer makes of {@code input}; {@link IllegalArgumentException} where it does not fit. */
    Shape output(Shape input);

    /** What normalization adds to a variance before it takes the root. */
    double EPSILON = 1e-5;

    /** The weights of this layer itself, without those of layers within it, when it reads {@code input}. */
    default List<Parameter> parameters(Shape input) {
        return List.of();
    }

    /** Multiplications of one example by weights, likewise. */
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
                    Parameter.uniform("weight", List.of(units, inputs), inputs),
                    Parameter.uniform("bias", List.of(units), inputs));
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
                    Parameter.uniform("weight", List.of(channels, input.channels(), kernel, kernel), fanIn),
                    Parameter.uniform("bias", List.of(channels), fanIn));
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
                    Parameter.uniform("weight", List.of(input.channels(), channels, kernel, kernel), fanIn),
                    Parameter.uniform("bias", List.of(channels), fanIn));
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
        /** x Phi(x) approximately: x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))); Hendrycks & Gimpel 2016. */
        @JsonProperty("gelu")
        GELU,
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

    /**
     * Gated linear unit: y = a sigmoid(b), a and b the halves of the input's first dimension; Dauphin et al. 2017. With a
     * {@link Linear} of twice the units before it, this is a gated layer.
     */
    record Glu() implements Layer {
        @Override
        public Shape output(Shape input) {
            if (input.dim(0) % 2 != 0) {
                throw new IllegalArgumentException(
                        "a Glu halves the first dimension, which must be even, got " + input);
            }
            List<Integer> dims = new ArrayList<>(input.dims());
            dims.set(0, input.dim(0) / 2);
            return new Shape(dims);
        }
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

    /**
     * y = x + body(x); He et al. 2016.
     *
     * @param body layers that together keep the shape, at least one
     */
    record Residual(List<Layer> body) implements Layer {
        public Residual {
            body = List.copyOf(body);
            positive("layers of a residual's body", body.size());
        }

        @Override
        public Shape output(Shape input) {
            Shape inner = Network.shapes(input, body).getLast();
            if (!inner.equals(input)) {
                throw new IllegalArgumentException(
                        "the body of a residual must keep the shape " + input + ", it gives " + inner);
            }
            return input;
        }
    }

    /**
     * y = (x - mean) / sqrt(variance + {@link #EPSILON}) weight + bias for each entry of the first dimension: channels of an
     * image, values of a vector; Ioffe & Szegedy 2015. Training takes mean and variance of the batch and moves the running ones
     * a tenth of the way to them, the variance as n/(n-1) of the batch's. Applying takes the running ones, and so does training
     * where a channel has only one value in the batch.
     */
    record BatchNorm() implements Layer {
        /** How far a batch moves the running statistics. */
        public static final double MOMENTUM = 0.1;

        @Override
        public Shape output(Shape input) {
            return input;
        }

        @Override
        public List<Parameter> parameters(Shape input) {
            List<Integer> channels = List.of(input.dim(0));
            return List.of(
                    Parameter.constant("weight", channels, 1),
                    Parameter.constant("bias", channels, 0),
                    Parameter.statistic("runningMean", channels, 0),
                    Parameter.statistic("runningVariance", channels, 1));
        }
    }

    /**
     * y = (x - mean) / sqrt(variance + {@link #EPSILON}) weight + bias, with mean and variance over the pixels of a group of
     * neighbouring channels of one image, weight and bias for each channel; Wu & He 2018.
     *
     * @param groups a divisor of the channels
     */
    record GroupNorm(int groups) implements Layer {
        public GroupNorm {
            positive("groups", groups);
        }

        @Override
        public Shape output(Shape input) {
            if (input.channels() % groups != 0) {
                throw new IllegalArgumentException(
                        input.channels() + " channels cannot be divided into " + groups + " equal groups");
            }
            return input;
        }

        @Override
        public List<Parameter> parameters(Shape input) {
            return scaleAndShift(List.of(input.channels()));
        }
    }

    /**
     * y = (x - mean) / sqrt(variance + {@link #EPSILON}) weight + bias, with mean and variance over all values of one example,
     * weight and bias for each value; Ba et al. 2016.
     */
    record LayerNorm() implements Layer {
        @Override
        public Shape output(Shape input) {
            return input;
        }

        @Override
        public List<Parameter> parameters(Shape input) {
            return scaleAndShift(input.dims());
        }
    }

    private static List<Parameter> scaleAndShift(List<Integer> dims) {
        return List.of(Parameter.constant("weight", dims, 1), Parameter.constant("bias", dims, 0));
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
