package dev.penumbra.torch.step;

import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import dev.penumbra.torch.objective.Terms;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Reads the terms of a batch out of their tensors. */
public final class StepTerms {
    private StepTerms() {}

    /** The numbers; {@code loss} says whether there is a log-likelihood. */
    public static Metrics.Terms of(Terms terms, Loss loss) {
        return new Metrics.Terms(
                terms.loss().item(),
                loss.definesLikelihood() ? Double.valueOf(terms.logLikelihood().item()) : null,
                item(terms.kl()),
                terms.mse().item(),
                item(terms.penalty()));
    }

    private static @Nullable Double item(@Nullable Tensor tensor) {
        return tensor == null ? null : Double.valueOf(tensor.item());
    }
}
