package dev.penumbra.torch.train;

import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import dev.penumbra.torch.objective.Terms;
import dev.penumbra.torch.tensor.Tensor;

/** Reads the terms of a batch out of their tensors. */
final class StepTerms {
    private StepTerms() {}

    static Metrics.Terms of(Terms terms, Loss loss) {
        Tensor kl = terms.kl();
        return new Metrics.Terms(
                terms.loss().item(),
                loss.definesLikelihood() ? Double.valueOf(terms.logLikelihood().item()) : null,
                kl == null ? null : Double.valueOf(kl.item()),
                terms.mse().item());
    }
}
