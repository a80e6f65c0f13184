package dev.penumbra.torch.step;

import dev.penumbra.nn.Layer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer as the kernels of {@code plain.cu} see it. Shapes: B examples, K inputs, N units.
 *
 * @param activation as the kernels name it
 * @param out_BN     activated
 * @param slope_BN   the gradient by what is activated
 */
record KernelLayer(
        Tensor in_BK,
        Moving weight,
        Moving bias,
        int inputs,
        int units,
        int activation,
        Tensor out_BN,
        Tensor slope_BN) {
    /** What a block of the update's kernel computes: rows and columns of the weights. */
    private static final int UPDATE_ROWS = 32;

    private static final int UPDATE_COLUMNS = 32;
    /** Of struct Layer: eight pointers and four numbers. */
    private static final int LAYER_BYTES = 8 * Long.BYTES + 4 * Integer.BYTES;

    /** A parameter with its moments. */
    record Moving(Tensor value, Tensor first, Tensor second) {}

    /** Whether there are kernels for all links of a network. */
    static boolean fits(Chain chain) {
        return chain.links().stream().allMatch(link -> link.map() instanceof Chain.Linear)
                && chain.links().getLast().activation() == null;
    }

    /**
     * What layers are made of.
     *
     * @param state of the optimizer
     * @param batch examples at most
     */
    record Memory(Parameters parameters, Map<String, Tensor> state, Kept kept, int batch) {
        /** A network's layers; it reads {@code inputs}. */
        List<KernelLayer> layers(Chain chain, Tensor inputs) {
            List<KernelLayer> layers = new ArrayList<>();
            Tensor in = inputs;
            for (Chain.Link link : chain.links()) {
                Chain.Linear linear = (Chain.Linear) link.map();
                KernelLayer layer = new KernelLayer(
                        in,
                        moving(linear.path() + "weight"),
                        moving(linear.path() + "bias"),
                        Math.toIntExact(in.size(1)),
                        linear.units(),
                        code(link.activation()),
                        kept.zeros(batch, linear.units()),
                        kept.zeros(batch, linear.units()));
                layers.add(layer);
                in = layer.out_BN;
            }
            return layers;
        }

        private Moving moving(String name) {
            return new Moving(
                    parameters.get(name),
                    Objects.requireNonNull(state.get("first." + name)),
                    Objects.requireNonNull(state.get("second." + name)));
        }
    }

    private static int code(Layer.@Nullable Function activation) {
        return switch (activation) {
            case null -> 0;
            case RELU -> 1;
            case TANH -> 2;
            default -> throw new IllegalArgumentException("no activation of a chain: " + activation);
        };
    }

    private int updateColumns() {
        return Math.ceilDiv(inputs, UPDATE_COLUMNS);
    }

    /** How many blocks update it. */
    int updateBlocks() {
        return updateColumns() * Math.ceilDiv(units, UPDATE_ROWS);
    }

    /** An array of struct Layer. */
    static int[] struct(List<KernelLayer> layers) {
        ByteBuffer struct = ByteBuffer.allocate(layers.size() * LAYER_BYTES).order(ByteOrder.nativeOrder());
        int end = 0;
        for (KernelLayer layer : layers) {
            end += layer.updateBlocks();
            struct.putLong(layer.slope_BN.address()).putLong(layer.in_BK.address());
            for (Moving moving : List.of(layer.weight, layer.bias)) {
                struct.putLong(moving.value.address())
                        .putLong(moving.first.address())
                        .putLong(moving.second.address());
            }
            struct.putInt(layer.units)
                    .putInt(layer.inputs)
                    .putInt(layer.updateColumns())
                    .putInt(end);
        }
        int[] numbers = new int[struct.capacity() / Integer.BYTES];
        struct.flip().asIntBuffer().get(numbers);
        return numbers;
    }
}
