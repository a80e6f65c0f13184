package dev.penumbra.torch.nn;

import dev.penumbra.nn.Layer;
import dev.penumbra.nn.MaskedLinear;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.torch.tensor.Tensor;
import java.util.List;

/**
 * The training reader of a {@link Network}: applies it to tensors, with gradients where its parameters have them, and as in
 * training where they are {@linkplain Parameters#trainable in training}.
 *
 * @param network    what to apply
 * @param parameters holds its weights
 * @param prefix     of its weights' names
 */
public record TorchNetwork(Network network, Parameters parameters, String prefix) {
    private static final Layer RELU = new Layer.Activation(Layer.Function.RELU);

    /**
     * The outputs of a batch.
     *
     * @param x_BI [B, values of an input], in any shape that starts with B
     * @return [B, values of an output]
     */
    public Tensor forward(Tensor x_BI) {
        return flat(apply(network.layers(), prefix + ".", shaped(x_BI, network.input())));
    }

    /** Between layers, tensors are [B, shape of an example]. */
    private Tensor apply(List<Layer> layers, String prefix, Tensor input) {
        Tensor h = input;
        for (int i = 0; i < layers.size(); i++) {
            h = i > 0 && layers.get(i).equals(RELU) && isAffine(layers.get(i - 1))
                    ? h.reluInPlace()
                    : apply(layers.get(i), prefix + i + ".", h);
        }
        return h;
    }

    /** Whether the output is the layer's own and its gradient does not need it. */
    private static boolean isAffine(Layer layer) {
        return layer instanceof Layer.Linear || layer instanceof Layer.Conv || layer instanceof Layer.TransposedConv;
    }

    private Tensor apply(Layer layer, String path, Tensor h) {
        return switch (layer) {
            case Layer.Linear linear -> flat(h).linear(get(path, "weight"), get(path, "bias"));
            case MaskedLinear linear ->
                flat(h).linear(get(path, "weight").times(mask(linear, path)), get(path, "bias"));
            case Layer.Conv conv ->
                h.forConvolution().conv(get(path, "weight"), get(path, "bias"), conv.stride(), conv.padding());
            case Layer.TransposedConv conv ->
                h.forConvolution()
                        .transposedConv(
                                get(path, "weight"),
                                get(path, "bias"),
                                conv.stride(),
                                conv.padding(),
                                conv.extraHeight(),
                                conv.extraWidth());
            case Layer.Activation activation -> apply(activation.function(), h);
            case Layer.Glu glu -> h.glu();
            case Layer.Reshape reshape -> shaped(h, reshape.shape());
            case Layer.Residual residual -> h.plus(apply(residual.body(), path, h));
            case Layer.BatchNorm norm -> batchNorm(path, h);
            case Layer.GroupNorm norm ->
                h.groupNorm(norm.groups(), get(path, "weight"), get(path, "bias"), Layer.EPSILON);
            case Layer.LayerNorm norm -> h.layerNorm(get(path, "weight"), get(path, "bias"), Layer.EPSILON);
        };
    }

    private static Tensor apply(Layer.Function function, Tensor h) {
        return switch (function) {
            case RELU -> h.relu();
            case LEAKY_RELU -> h.leakyRelu(0.01);
            case SILU -> h.silu();
            case GELU -> h.gelu();
            case TANH -> h.tanh();
            case SIGMOID -> h.sigmoid();
            case SOFTPLUS -> h.softplus();
        };
    }

    private Tensor batchNorm(String path, Tensor h) {
        Tensor weight = get(path, "weight");
        Tensor bias = get(path, "bias");
        Tensor mean = get(path, "runningMean");
        Tensor variance = get(path, "runningVariance");
        return parameters.training() && h.numel() > mean.numel()
                ? h.trainingBatchNorm(weight, bias, mean, variance, Layer.BatchNorm.MOMENTUM, Layer.EPSILON)
                : h.batchNorm(weight, bias, mean, variance, Layer.EPSILON);
    }

    private Tensor mask(MaskedLinear linear, String path) {
        List<Integer> dims = get(path, "weight").dims();
        return parameters.constant(path + "mask", () -> linear.mask(dims.get(1)), dims.get(0), dims.get(1));
    }

    private Tensor get(String path, String name) {
        return parameters.get(path + name);
    }

    private static Tensor flat(Tensor h) {
        return h.rank() == 2 ? h : h.reshape(h.size(0), -1);
    }

    private static Tensor shaped(Tensor h, Shape shape) {
        long[] dims = new long[1 + shape.dims().size()];
        dims[0] = h.size(0);
        for (int i = 1; i < dims.length; i++) {
            dims[i] = shape.dim(i - 1);
        }
        return h.reshape(dims);
    }
}
