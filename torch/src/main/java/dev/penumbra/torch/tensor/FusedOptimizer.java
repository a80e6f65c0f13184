package dev.penumbra.torch.tensor;

import dev.penumbra.run.TrainingConfig.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
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
import org.jspecify.annotations.Nullable;

/**
 * Updates parameters in place from their gradients, each tensor in one pass, with LibTorch's fused operators. They have no
 * binding of their own, so they are called by name through the dispatcher; the order of arguments is that of their schemas.
 */
public final class FusedOptimizer implements AutoCloseable {
    private final Optimizer optimizer;
    private final SequencedMap<String, Tensor> parameters;
    private final OperatorHandle operator;
    /** The count of the last step. */
    private final Tensor count;
    /** On a GPU, where the operator reads it. */
    private final @Nullable Tensor rate;
    /** What these are, as far as the host knows. */
    private long counted;

    private double rated;
    /** First moments or momentum. */
    private final List<Tensor> first = new ArrayList<>();
    /** Second moments; empty for SGD. */
    private final List<Tensor> second = new ArrayList<>();

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
            }
        }
        String name = switch (optimizer) {
            case Optimizer.Adam a -> "aten::_fused_adam_";
            case Optimizer.AdamW a -> "aten::_fused_adamw_";
            case Optimizer.Sgd s -> "aten::_fused_sgd_";
        };
        boolean host = device != Device.CUDA;
        count = Tensor.zeros(device).keep();
        rate = host ? null : Tensor.zeros(device).keep();
        operator = new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow(name, host ? "" : "tensor_lr"));
        operator.retainReference();
    }

    /**
     * One step. Every parameter must have a gradient.
     *
     * @param number       of this step, from 1
     * @param learningRate in force
     */
    public void step(long number, double learningRate) {
        prepare(number, learningRate);
        advance();
    }

    /** The first half of {@link #step}: says which it is. */
    public void prepare(long number, double learningRate) {
        if (counted != number - 1) {
            count.fill((double) number - 1);
        }
        if (rate != null && rated != learningRate) {
            rate.fill(learningRate);
        }
        counted = number;
        rated = learningRate;
    }

    /** The second half of {@link #step}: on a GPU the same work each time. */
    public void advance() {
        List<Tensor> gradients = new ArrayList<>();
        parameters.forEach((name, p) -> {
            Tensor gradient = p.gradient();
            if (gradient == null) {
                throw new IllegalStateException("the loss does not depend on " + name);
            }
            gradients.add(gradient);
        });
        try (NoGrad noGrad = new NoGrad()) {
            count.increment();
            Lists lists = new Lists(List.copyOf(parameters.values()), gradients, first, second, count);
            operator.callBoxed(lists.arguments(counted, rated));
        }
    }

    /** What the operator reads and writes, as it takes it. */
    private final class Lists {
        private final IValue weights;
        private final IValue gradients;
        private final IValue first;
        private final IValue second;
        /**
         * The count of steps that the operator reads for its bias correction: one scalar, which stands for each parameter's. CUDA's
         * kernel reads it as a 32-bit float in the GPU's memory, so it lies where the weights do.
         */
        private final IValue counts;

        Lists(List<Tensor> weights, List<Tensor> gradients, List<Tensor> first, List<Tensor> second, Tensor count) {
            this.weights = list(weights);
            this.gradients = list(gradients);
            this.first = list(first);
            this.second = list(second);
            this.counts = list(Collections.nCopies(second.size(), count));
        }

        Lists keep() {
            for (IValue value : List.of(weights, gradients, first, second, counts)) {
                value.retainReference();
            }
            return this;
        }

        void close() {
            for (IValue value : List.of(weights, gradients, first, second, counts)) {
                value.close();
            }
        }

        IValueVector arguments(long number, double learningRate) {
            return switch (optimizer) {
                case Optimizer.Adam a -> adaptive(learningRate, a.beta1(), a.beta2(), 0, a.epsilon());
                case Optimizer.AdamW a -> adaptive(learningRate, a.beta1(), a.beta2(), a.weightDecay(), a.epsilon());
                case Optimizer.Sgd s ->
                    new IValueVector(
                            weights,
                            gradients,
                            s.momentum() == 0 ? list(List.of()) : first, // refused where nothing is kept
                            new IValue(0.0), // weight_decay
                            new IValue(s.momentum()),
                            rate(learningRate),
                            new IValue(0.0), // dampening
                            new IValue(false), // nesterov
                            new IValue(false), // maximize
                            new IValue(number == 1), // is_first_step
                            new IValue(), // grad_scale
                            new IValue()); // found_inf
            };
        }

        private IValueVector adaptive(
                double learningRate, double beta1, double beta2, double weightDecay, double epsilon) {
            return new IValueVector(
                    weights,
                    gradients,
                    first,
                    second,
                    list(List.of()), // max_exp_avg_sqs, for AMSGrad
                    counts,
                    rate(learningRate),
                    new IValue(beta1),
                    new IValue(beta2),
                    new IValue(weightDecay),
                    new IValue(epsilon),
                    new IValue(false), // amsgrad
                    new IValue(false), // maximize
                    new IValue(), // grad_scale
                    new IValue()); // found_inf
        }
    }

    private IValue rate(double learningRate) {
        return rate == null ? new IValue(learningRate) : new IValue(rate.raw);
    }

    private static IValue list(Iterable<Tensor> tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        for (Tensor t : tensors) {
            list.push_back(new IValue(t.raw));
        }
        return new IValue(list);
    }

    /**
     * Some rows of some parameters, whose gradients lie in memory of the caller's: one worker's share of each step. Parts of different
     * rows may be updated at the same time. Make it outside all scopes, close it before the optimizer.
     */
    public final class Part implements AutoCloseable {
        private final List<Tensor> views = new ArrayList<>();
        private final Tensor count;
        private final Lists lists;

        private Part(Map<String, Tensor> gradients, int index, int of) {
            List<Tensor> weights = new ArrayList<>();
            List<Tensor> firsts = new ArrayList<>();
            List<Tensor> seconds = new ArrayList<>();
            List<Tensor> slopes = new ArrayList<>();
            int i = 0;
            for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
                Tensor gradient = gradients.get(entry.getKey());
                if (gradient != null) {
                    weights.add(rows(entry.getValue(), index, of));
                    slopes.add(rows(gradient, index, of));
                    firsts.add(rows(first.get(i), index, of));
                    if (!second.isEmpty()) {
                        seconds.add(rows(second.get(i), index, of));
                    }
                }
                i++;
            }
            count = weights.get(0).zeros().keep();
            lists = new Lists(weights, slopes, firsts, seconds, count).keep();
        }

        private Tensor rows(Tensor whole, int index, int of) {
            Tensor view = whole.part(0, index, of).keep();
            views.add(view);
            return view;
        }

        /** {@link FusedOptimizer#step} of these rows. Call it where nothing is recorded. */
        public void step(long number, double learningRate) {
            count.fill((double) number);
            operator.callBoxed(lists.arguments(number, learningRate));
        }

        @Override
        public void close() {
            views.forEach(Tensor::close);
            lists.close();
            count.close();
        }
    }

    /**
     * The {@linkplain Tensor#part part} of the rows of each parameter that {@code gradients} names.
     *
     * @param gradients of whole parameters
     */
    public Part part(Map<String, Tensor> gradients, int index, int of) {
        try (NoGrad noGrad = new NoGrad()) {
            return new Part(gradients, index, of);
        }
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
        count.close();
        if (rate != null) {
            rate.close();
        }
        operator.close();
    }
}
