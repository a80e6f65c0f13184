package dev.penumbra.torch.step;

import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import dev.penumbra.torch.objective.Terms;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the terms of a batch out of their tensors. */
public final class StepTerms {
    private StepTerms() {}

    /** The numbers; {@code loss} says whether there is a log-likelihood. */
    public static Metrics.Terms of(Terms terms, Loss loss) {
        Tensor logLikelihood = loss.definesLikelihood() ? terms.logLikelihood() : null;
        float[] values = Tensor.items(Stream.of(terms.loss(), terms.mse(), logLikelihood, terms.kl(), terms.penalty())
                .filter(Objects::nonNull)
                .toList());
        int next = 2;
        return new Metrics.Terms(
                values[0],
                logLikelihood == null ? null : Double.valueOf(values[next++]),
                terms.kl() == null ? null : Double.valueOf(values[next++]),
                values[1],
                terms.penalty() == null ? null : Double.valueOf(values[next]));
    }
}
