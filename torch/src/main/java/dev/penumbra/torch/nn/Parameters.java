package dev.penumbra.torch.nn;

import dev.penumbra.nn.Weights;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** The weights of a model as tensors on a device. Owns their memory until {@link #close()}. */
public final class Parameters implements AutoCloseable {
    private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    /** What {@link #stopping} made. */
    private final List<Tensor> constants = new ArrayList<>();

    private Parameters() {}

    /** Weights that a backward pass computes gradients for. */
    public static Parameters trainable(Weights weights, Device device) {
        Parameters parameters = fixed(weights, device);
        parameters.tensors.values().forEach(Tensor::withGradient);
        return parameters;
    }

    /** Weights that are only applied. */
    public static Parameters fixed(Weights weights, Device device) {
        Parameters parameters = new Parameters();
        weights.tensors().forEach((name, values) -> {
            long[] dims = values.dims().stream().mapToLong(Integer::longValue).toArray();
            parameters.tensors.put(
                    name, Tensor.of(device, values.values(), dims).keep());
        });
        return parameters;
    }

    /**
     * The same parameters, those whose names {@code stopped} accepts as constants: no gradient reaches them. Shares memory with
     * these, which own it: close these only.
     */
    public Parameters stopping(Predicate<String> stopped) {
        Parameters view = new Parameters();
        tensors.forEach((name, tensor) -> {
            if (stopped.test(name)) {
                Tensor constant = tensor.detach().keep();
                constants.add(constant);
                view.tensors.put(name, constant);
            } else {
                view.tensors.put(name, tensor);
            }
        });
        return view;
    }

    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter called " + name + "; there are " + tensors.keySet());
        }
        return tensor;
    }

    /** All of them in order. */
    public SequencedMap<String, Tensor> all() {
        return tensors;
    }

    /** Copies tensors of any kind back into weights. */
    public static Weights toWeights(Map<String, Tensor> tensors) {
        SequencedMap<String, Weights.Values> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, new Weights.Values(tensor.dims(), tensor.toArray())));
        return new Weights(values);
    }

    @Override
    public void close() {
        constants.forEach(Tensor::close);
        tensors.values().forEach(Tensor::close);
    }
}
