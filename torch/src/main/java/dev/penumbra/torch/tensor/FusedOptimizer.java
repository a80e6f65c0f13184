package dev.penumbra.torch.tensor;

import dev.penumbra.run.TrainingConfig.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/**
 * Updates parameters in place from their gradients, each tensor in one pass, with LibTorch's fused operators. They have no
 * binding of their own, so they are called by name through the dispatcher; the order of arguments is that of their schemas.
 */
public final class FusedOptimizer implements AutoCloseable {
    private final Optimizer optimizer;
    private final SequencedMap<String, Tensor> parameters;
    private final OperatorHandle operator;
    /** First moments or momentum. */
    private final List<Tensor> first = new ArrayList<>();
    /** Second moments; empty for SGD. */
    private final List<Tensor> second = new ArrayList<>();
    /** The count of steps that the operator reads for its bias correction, one scalar for each parameter. */
    private final List<Tensor> counts = new ArrayList<>();

    /** An optimizer of {@code parameters} before its first step. */
    public FusedOptimizer(Optimizer optimizer, SequencedMap<String, Tensor> parameters, Device device) {
        this.optimizer = optimizer;
        this.parameters = new LinkedHashMap<>(parameters);
        boolean adaptive = !(optimizer instanceof Optimizer.Sgd);
        for (Tensor p : parameters.values()) {
            long[] dims = p.raw.sizes().vec().get();
            first.add(Tensor.zeros(device, dims).keep());
            if (adaptive) {
                second.add(Tensor.zeros(device, dims).keep());
                counts.add(Tensor.zeros(device).keep());
            }
        }
        String name = switch (optimizer) {
            case Optimizer.Adam a -> "aten::_fused_adam_";
            case Optimizer.AdamW a -> "aten::_fused_adamw_";
            case Optimizer.Sgd s -> "aten::_fused_sgd_";
        };
        operator = new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow(name, ""));
        operator.retainReference();
    }

    /**
     * One step. Every parameter must have a gradient.
     *
     * @param number       of this step, from 1
     * @param learningRate in force
     */
    public void step(long number, double learningRate) {
        List<Tensor> gradients = new ArrayList<>();
        parameters.forEach((name, p) -> {
            Tensor gradient = p.gradient();
            if (gradient == null) {
                throw new IllegalStateException("the loss does not depend on " + name);
            }
            gradients.add(gradient);
        });
        try (NoGrad noGrad = new NoGrad()) {
            operator.callBoxed(arguments(gradients, number, learningRate));
        }
    }

    private IValueVector arguments(List<Tensor> gradients, long number, double learningRate) {
        IValue weights = list(parameters.values());
        IValue none = new IValue();
        return switch (optimizer) {
            case Optimizer.Adam a ->
                adaptive(weights, gradients, number, learningRate, a.beta1(), a.beta2(), 0, a.epsilon());
            case Optimizer.AdamW a ->
                adaptive(weights, gradients, number, learningRate, a.beta1(), a.beta2(), a.weightDecay(), a.epsilon());
            case Optimizer.Sgd s ->
                new IValueVector(
                        weights,
                        list(gradients),
                        list(first),
                        new IValue(0.0), // weight_decay
                        new IValue(s.momentum()),
                        new IValue(learningRate),
                        new IValue(0.0), // dampening
                        new IValue(false), // nesterov
                        new IValue(false), // maximize
                        new IValue(number == 1), // is_first_step
                        none, // grad_scale
                        none); // found_inf
        };
    }

    private IValueVector adaptive(
            IValue weights,
            List<Tensor> gradients,
            long number,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double epsilon) {
        for (Tensor count : counts) {
            count.fill((double) number);
        }
        IValue none = new IValue();
        return new IValueVector(
                weights,
                list(gradients),
                list(first),
                list(second),
                list(List.of()), // max_exp_avg_sqs, for AMSGrad
                list(counts),
                new IValue(learningRate),
                new IValue(beta1),
                new IValue(beta2),
                new IValue(weightDecay),
                new IValue(epsilon),
                new IValue(false), // amsgrad
                new IValue(false), // maximize
                none, // grad_scale
                none); // found_inf
    }

    private static IValue list(Iterable<Tensor> tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        for (Tensor t : tensors) {
            list.push_back(new IValue(t.raw));
        }
        return new IValue(list);
    }

    /** What must be saved to go on, by name: {@code first.<parameter>}, {@code second.<parameter>}. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        int i = 0;
        for (String name : parameters.keySet()) {
            state.put("first." + name, first.get(i));
            if (!second.isEmpty()) {
                state.put("second." + name, second.get(i));
            }
            i++;
        }
        return state;
    }

    @Override
    public void close() {
        first.forEach(Tensor::close);
        second.forEach(Tensor::close);
        counts.forEach(Tensor::close);
        operator.close();
    }
}
