package dev.penumbra.nn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * The exporting reader of a {@link Network}: writes it with its weights as an ONNX model, for runtimes in other languages. The
 * model has one input, {@code input} of [batch, shape of an example], and one output, {@code output} of [batch, values], both of
 * 32-bit floats and for any batch. Field numbers are those of onnx.proto.
 */
public final class OnnxWriter {
    /** The version of ONNX's operators that a model needs: the first whose GroupNormalization has a scale for each channel. */
    public static final int OPSET = 21;

    private static final int IR_VERSION = 10;
    /** The largest message of Protocol Buffers. */
    private static final long MAX_BYTES = Integer.MAX_VALUE;

    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final Weights weights;
    private final Protobuf graph = new Protobuf();
    private int values;

    private OnnxWriter(Weights weights) {
        this.weights = weights;
    }

    /**
     * Writes {@code network}; the same network and weights always give the same bytes.
     *
     * @param prefix before the names of the network's weights
     * @throws IllegalArgumentException where weights are missing or have another shape, or the model is larger than 2 GiB
     */
    public static void write(OutputStream out, Network network, Weights weights, String prefix) throws IOException {
        weights.require(network.parameters(prefix));
        Protobuf model = new OnnxWriter(weights).model(network, prefix);
        if (model.size() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an ONNX model has at most " + MAX_BYTES + " bytes, this one " + model.size());
        }
        model.writeTo(out);
    }

    private Protobuf model(Network network, String prefix) {
        graph.add(2, prefix); // name
        graph.add(11, value("input", network.input()));
        graph.add(12, value("output", Shape.of(network.output().size())));
        String last = layers(network.layers(), network.input(), prefix + ".", "input");
        node("Flatten", List.of(last), List.of("output"), attribute("axis", 1));
        return new Protobuf()
                .add(1, IR_VERSION)
                .add(2, "Penumbra") // producer_name
                .add(7, graph)
                .add(8, new Protobuf().add(2, OPSET)); // opset_import
    }

    /** Adds {@code layers}, which read the value {@code x}; returns the name of the value that they give. */
    private String layers(List<Layer> layers, Shape input, String prefix, String x) {
        Shape shape = input;
        String y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = layer(layers.get(i), shape, prefix + i + ".", y);
            shape = layers.get(i).output(shape);
        }
        return y;
    }

    private String layer(Layer layer, Shape input, String path, String x) {
        return switch (layer) {
            case Layer.Linear linear -> linear(path, x, weights.get(path + "weight"));
            case MaskedLinear linear -> linear(path, x, linear.masked(weights.get(path + "weight")));
            case Layer.Conv conv -> {
                int p = conv.padding();
                yield node(
                        "Conv",
                        withWeights(x, path),
                        attribute("strides", List.of(conv.stride(), conv.stride())),
                        attribute("pads", List.of(p, p, p, p)));
            }
            case Layer.TransposedConv conv -> {
                int p = conv.padding();
                yield node(
                        "ConvTranspose",
                        withWeights(x, path),
                        attribute("strides", List.of(conv.stride(), conv.stride())),
                        attribute("pads", List.of(p, p, p, p)),
                        attribute("output_padding", List.of(conv.extraHeight(), conv.extraWidth())));
            }
            case Layer.Activation activation -> activation(activation.function(), x);
            case Layer.Glu glu -> {
                List<String> halves = List.of(newValue(), newValue());
                node("Split", List.of(x), halves, attribute("axis", 1), attribute("num_outputs", 2));
                yield node("Mul", List.of(halves.get(0), node("Sigmoid", List.of(halves.get(1)))));
            }
            case Layer.Reshape reshape -> node("Reshape", List.of(x, shape(path + "shape", reshape.shape())));
            case Layer.Residual residual -> node("Add", List.of(x, layers(residual.body(), input, path, x)));
            case Layer.BatchNorm norm -> {
                List<String> inputs = List.of(
                        x,
                        weight(path + "weight"),
                        weight(path + "bias"),
                        weight(path + "runningMean"),
                        weight(path + "runningVariance"));
                yield node("BatchNormalization", inputs, epsilon());
            }
            case Layer.GroupNorm norm ->
                node("GroupNormalization", withWeights(x, path), epsilon(), attribute("num_groups", norm.groups()));
            case Layer.LayerNorm norm ->
                node("LayerNormalization", withWeights(x, path), epsilon(), attribute("axis", 1));
        };
    }

    private String linear(String path, String x, float[] weight) {
        String flat = node("Flatten", List.of(x), attribute("axis", 1));
        int units = weights.get(path + "bias").length;
        List<Integer> dims = List.of(units, weight.length / units);
        return node(
                "Gemm",
                List.of(flat, tensor(path + "weight", dims, weight), weight(path + "bias")),
                attribute("transB", 1));
    }

    private String activation(Layer.Function function, String x) {
        return switch (function) {
            case RELU -> node("Relu", List.of(x));
            case LEAKY_RELU -> node("LeakyRelu", List.of(x), attribute("alpha", 0.01f));
            case SILU -> node("Mul", List.of(x, node("Sigmoid", List.of(x))));
            case GELU -> node("Gelu", List.of(x), named("approximate", 3).add(4, "tanh"));
            case TANH -> node("Tanh", List.of(x));
            case SIGMOID -> node("Sigmoid", List.of(x));
            case SOFTPLUS -> node("Softplus", List.of(x));
        };
    }

    private String newValue() {
        return "value" + values++;
    }

    /** Adds a node with one output and returns the output's name. */
    private String node(String operator, List<String> inputs, Protobuf... attributes) {
        String output = newValue();
        node(operator, inputs, List.of(output), attributes);
        return output;
    }

    private void node(String operator, List<String> inputs, List<String> outputs, Protobuf... attributes) {
        Protobuf node = new Protobuf();
        inputs.forEach(name -> node.add(1, name));
        outputs.forEach(name -> node.add(2, name));
        node.add(4, operator);
        for (Protobuf attribute : attributes) {
            node.add(5, attribute);
        }
        graph.add(1, node);
    }

    /** An attribute without its value; {@code type} is one of AttributeProto.AttributeType. */
    private static Protobuf named(String name, int type) {
        return new Protobuf().add(1, name).add(20, type);
    }

    private static Protobuf attribute(String name, int value) {
        return named(name, 2).add(3, value);
    }

    private static Protobuf attribute(String name, float value) {
        return named(name, 1).add(2, value);
    }

    private static Protobuf attribute(String name, List<Integer> values) {
        Protobuf attribute = named(name, 7);
        values.forEach(value -> attribute.add(8, value));
        return attribute;
    }

    private static Protobuf epsilon() {
        return attribute("epsilon", (float) Layer.EPSILON);
    }

    /** {@code x}, then weight and bias of the layer at {@code path}. */
    private List<String> withWeights(String x, String path) {
        return List.of(x, weight(path + "weight"), weight(path + "bias"));
    }

    /** Adds the weights called {@code name} as an initializer of that name. */
    private String weight(String name) {
        Weights.Values tensor = Objects.requireNonNull(weights.tensors().get(name));
        return tensor(name, tensor.dims(), tensor.values());
    }

    private String tensor(String name, List<Integer> dims, float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return initializer(name, dims, FLOAT, bytes.array());
    }

    /** The shape that Reshape reads: 0 keeps the batch. */
    private String shape(String name, Shape shape) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * (1 + shape.dims().size())).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0);
        shape.dims().forEach(bytes::putLong);
        return initializer(name, List.of(1 + shape.dims().size()), INT64, bytes.array());
    }

    private String initializer(String name, List<Integer> dims, int type, byte[] bytes) {
        Protobuf tensor = new Protobuf();
        dims.forEach(dim -> tensor.add(1, dim));
        graph.add(5, tensor.add(2, type).add(8, name).add(9, bytes)); // data_type, name, raw_data
        return name;
    }

    /** What the graph reads or gives: a ValueInfoProto of floats of [batch, shape]. */
    private static Protobuf value(String name, Shape shape) {
        Protobuf dims = new Protobuf().add(1, new Protobuf().add(2, "batch")); // dim_param
        shape.dims().forEach(dim -> dims.add(1, new Protobuf().add(1, dim))); // dim_value
        Protobuf tensor = new Protobuf().add(1, FLOAT).add(2, dims);
        return new Protobuf().add(1, name).add(2, new Protobuf().add(1, tensor));
    }
}
