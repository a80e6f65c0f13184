package dev.penumbra.torch.nn;

import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.torch.tensor.Tensor;

/**
 * The training reader of a {@link Network}: applies it to tensors, with gradients where its parameters have them.
 *
 * @param network    what to apply
 * @param parameters holds its weights
 * @param prefix     of its weights' names
 */
public record TorchNetwork(Network network, Parameters parameters, String prefix) {
    /**
     * The outputs of a batch.
     *
     * @param x_BI [B, values of an input], in any shape that starts with B
     * @return [B, values of an output]
     */
    public Tensor forward(Tensor x_BI) {
        Tensor h = x_BI;
        for (int i = 0; i < network.layers().size(); i++) {
            h = apply(i, h);
        }
        return flat(h);
    }

    private Tensor apply(int index, Tensor h) {
        return switch (network.layers().get(index)) {
            case Layer.Linear linear -> flat(h).linear(weight(index), bias(index));
            case Layer.Conv conv -> image(h, index).conv(weight(index), bias(index), conv.stride(), conv.padding());
            case Layer.TransposedConv conv ->
                image(h, index)
                        .transposedConv(
                                weight(index),
                                bias(index),
                                conv.stride(),
                                conv.padding(),
                                conv.extraHeight(),
                                conv.extraWidth());
            case Layer.Activation activation -> apply(activation.function(), h);
            case Layer.Reshape reshape -> shaped(h, reshape.shape());
        };
    }

    private static Tensor apply(Layer.Function function, Tensor h) {
        return switch (function) {
            case RELU -> h.relu();
            case LEAKY_RELU -> h.leakyRelu(0.01);
            case SILU -> h.silu();
            case TANH -> h.tanh();
            case SIGMOID -> h.sigmoid();
            case SOFTPLUS -> h.softplus();
        };
    }

    private Tensor weight(int index) {
        return parameters.get(prefix + "." + index + ".weight");
    }

    private Tensor bias(int index) {
        return parameters.get(prefix + "." + index + ".bias");
    }

    private static Tensor flat(Tensor h) {
        return h.rank() == 2 ? h : h.reshape(h.size(0), -1);
    }

    private Tensor image(Tensor h, int index) {
        return h.rank() == 4 ? h : shaped(h, network.inputOf(index));
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
