package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.objective.Batch;
import dev.penumbra.torch.objective.TensorObjective;
import dev.penumbra.torch.objective.Terms;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The step of every model and objective: LibTorch follows the operations back. */
public final class AutogradStep implements Step {
    private final TensorObjective objective;
    private final Parameters parameters;
    private final FusedOptimizer optimizer;
    private final Batches batches;
    private final double clip;

    /**
     * A step.
     *
     * @param batches to read from; closed with this
     * @param clip    largest norm of the gradient, 0 for no clipping
     */
    public AutogradStep(
            TensorObjective objective, Parameters parameters, FusedOptimizer optimizer, Batches batches, double clip) {
        this.objective = objective;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.batches = batches;
        this.clip = clip;
    }

    @Override
    public Result take(int[] order, int from, int count, Seed noise, Setting setting) {
        try (Scope scope = new Scope()) {
            optimizer.prepare(setting.number(), setting.rate());
            Learned learned = learn(batches.read(order, from, count, noise), setting);
            return new Result(learned.terms.read(), learned.gradientNorm);
        }
    }

    /** As {@link Step.Result}, but for the terms, which are still on their device. */
    record Learned(StepTerms terms, @Nullable Double gradientNorm) {}

    /** Updates the weights from {@code batch}, as the step that the optimizer is {@linkplain FusedOptimizer#prepare prepared} for. */
    Learned learn(Batch batch, Setting setting) {
        try {
            Terms terms = objective.of(batch, setting.loss().withKlWeight(setting.klWeight()), setting.warm());
            terms.loss().backward();
            StepTerms gathered = StepTerms.gather(terms, setting.loss());
            Double norm = clip > 0 ? clipGradients() : null;
            optimizer.advance();
            return new Learned(gathered, norm);
        } finally {
            parameters.trained().values().forEach(Tensor::clearGradient);
        }
    }

    /** Scales all gradients down to a norm of {@link #clip} where they exceed it; returns the norm before. */
    private Double clipGradients() {
        double squares = 0;
        for (double norm : Tensor.items(parameters.trained().values().stream()
                .map(p -> gradient(p).norm())
                .toList())) {
            squares += norm * norm;
        }
        double norm = Math.sqrt(squares);
        if (norm > clip) {
            parameters.trained().values().forEach(p -> gradient(p).scale(clip / norm));
        }
        return norm;
    }

    private static Tensor gradient(Tensor parameter) {
        Tensor gradient = parameter.gradient();
        if (gradient == null) {
            throw new IllegalStateException("a parameter has no gradient after the backward pass");
        }
        return gradient;
    }

    @Override
    public float[] inputs() {
        return batches.values();
    }

    @Override
    public void close() {
        batches.close();
    }
}
