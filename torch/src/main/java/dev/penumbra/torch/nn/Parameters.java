package dev.penumbra.torch.nn;

import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The weights of a model as tensors on a device. Owns their memory until {@link #close()}. */
public final class Parameters implements AutoCloseable {
    private final Device device;
    private final SequencedMap<String, Tensor> all;
    private final SequencedMap<String, Tensor> trained;
    private final Map<String, Tensor> constants;
    private final boolean training;
    /** Before the names that are asked for. */
    private final String prefix;

    private Parameters(
            Device device,
            SequencedMap<String, Tensor> all,
            SequencedMap<String, Tensor> trained,
            Map<String, Tensor> constants,
            boolean training,
            String prefix) {
        this.device = device;
        this.all = all;
        this.trained = trained;
        this.constants = constants;
        this.training = training;
        this.prefix = prefix;
    }

    /**
     * Weights of a network in training: a backward pass computes gradients for those that are trained, and a forward pass
     * updates the statistics among the others.
     *
     * @param parameters says which of the weights are trained
     */
    public static Parameters trainable(Weights weights, Collection<Parameter> parameters, Device device) {
        SequencedMap<String, Tensor> all = tensors(weights, device);
        SequencedMap<String, Tensor> trained = new LinkedHashMap<>(all);
        parameters.stream().filter(p -> !p.trained()).forEach(p -> trained.remove(p.name()));
        trained.values().forEach(Tensor::withGradient);
        return new Parameters(device, all, trained, new ConcurrentHashMap<>(), true, "");
    }

    /** Weights that are only applied. */
    public static Parameters fixed(Weights weights, Device device) {
        return new Parameters(
                device, tensors(weights, device), new LinkedHashMap<>(), new ConcurrentHashMap<>(), false, "");
    }

    private static SequencedMap<String, Tensor> tensors(Weights weights, Device device) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((name, values) -> {
            long[] dims = values.dims().stream().mapToLong(Integer::longValue).toArray();
            tensors.put(name, Tensor.of(device, values.values(), dims).keep());
        });
        return tensors;
    }

    /** The same tensors for networks that only apply them, such as in validation. These own nothing: close the others. */
    public Parameters applied() {
        return new Parameters(device, all, trained, constants, false, prefix);
    }

    /**
     * The same parameters, those whose names {@code stopped} accepts as constants: no gradient reaches them. These own nothing:
     * close the others.
     */
    public Parameters stopping(Predicate<String> stopped) {
        SequencedMap<String, Tensor> view = new LinkedHashMap<>(all);
        SequencedMap<String, Tensor> trained = new LinkedHashMap<>(this.trained);
        all.forEach((name, tensor) -> {
            if (stopped.test(name)) {
                view.put(
                        name,
                        constants.computeIfAbsent(
                                "stopped." + name, n -> tensor.detach().keep()));
                trained.remove(name);
            }
        });
        return new Parameters(device, view, trained, constants, training, prefix);
    }

    /** The same parameters for a part of a model that names its own without {@code prefix} and a dot. These own nothing. */
    public Parameters below(String prefix) {
        return new Parameters(device, all, trained, constants, training, this.prefix + prefix + ".");
    }

    /** Whether networks with these are in training. */
    public boolean training() {
        return training;
    }

    public Tensor get(String name) {
        Tensor tensor = all.get(prefix + name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter called " + prefix + name + "; there are " + all.keySet());
        }
        return tensor;
    }

    /** All of them in order. */
    public SequencedMap<String, Tensor> all() {
        return all;
    }

    /** Those that gradients change, in order. */
    public SequencedMap<String, Tensor> trained() {
        return trained;
    }

    /** What a layer needs beside its weights, made when first asked for. */
    Tensor constant(String name, Supplier<float[]> values, long... dims) {
        return constants.computeIfAbsent(
                prefix + name, n -> Tensor.of(device, values.get(), dims).keep());
    }

    /** Copies tensors of any kind back into weights. */
    public static Weights toWeights(Map<String, Tensor> tensors) {
        SequencedMap<String, Weights.Values> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, new Weights.Values(tensor.dims(), tensor.toArray())));
        return new Weights(values);
    }

    @Override
    public void close() {
        all.values().forEach(Tensor::close);
        constants.values().forEach(Tensor::close);
    }
}
