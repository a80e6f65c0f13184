package dev.penumbra.torch.step;

import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the layers of chains, for {@code workers} workers, and has their gradients. */
final class Layers {
    private final Parameters parameters;
    private final Kept kept;
    private final int workers;
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();

    Layers(Parameters parameters, Kept kept, int workers) {
        this.parameters = parameters;
        this.kept = kept;
        this.workers = workers;
    }

    /** By the names of the parameters. */
    Map<String, Tensor> gradients() {
        return gradients;
    }

    /**
     * The layers of {@code links}, one behind the other.
     *
     * @param in      inputs of the first
     * @param inSlope the gradient by them; null where nobody needs it
     * @param rows    of the largest batch
     */
    List<StepLayer> of(List<Chain.Link> links, Tensor in, @Nullable Tensor inSlope, int rows) {
        List<StepLayer> layers = new ArrayList<>();
        Tensor inputs = in;
        Tensor slopes = inSlope;
        for (Chain.Link link : links) {
            StepLayer layer = layer(link, inputs, slopes, units(link, rows));
            layers.add(layer);
            inputs = layer.units().out();
            // Inputs in another order are still inputs.
            slopes = slopes == null && layer instanceof OrderLayer
                    ? null
                    : layer.units().slope();
        }
        return layers;
    }

    Units units(Chain.Link link, int rows) {
        int units = link.map().units();
        return new Units(kept.zeros(rows, units), kept.zeros(rows, units), link.activation());
    }

    private StepLayer layer(Chain.Link link, Tensor in, @Nullable Tensor inSlope, Units units) {
        return switch (link.map()) {
            case Chain.Linear linear -> new DenseLayer(affine(linear.path()), in, inSlope, units);
            case Chain.Convolution convolution -> {
                Affine affine = affine(convolution.path());
                yield new ConvolutionLayer(
                        convolution, affine, parts(affine.weight()), parts(affine.bias()), in, inSlope, units);
            }
            case Chain.Order order -> new OrderLayer(order, in, inSlope, units);
        };
    }

    private Affine affine(String path) {
        String weight = path + "weight";
        String bias = path + "bias";
        return new Affine(parameters.get(weight), parameters.get(bias), gradient(weight), gradient(bias));
    }

    private Tensor gradient(String name) {
        Tensor gradient = kept.zeros(dims(parameters.get(name)));
        gradients.put(name, gradient);
        return gradient;
    }

    /** Room for the gradient over each worker's examples. */
    private Tensor parts(Tensor parameter) {
        long[] dims = dims(parameter);
        long[] all = new long[dims.length + 1];
        all[0] = workers;
        System.arraycopy(dims, 0, all, 1, dims.length);
        return kept.zeros(all);
    }

    private static long[] dims(Tensor parameter) {
        return parameter.dims().stream().mapToLong(Integer::longValue).toArray();
    }
}
