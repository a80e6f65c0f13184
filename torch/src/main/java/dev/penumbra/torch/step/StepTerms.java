package dev.penumbra.torch.step;

import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import dev.penumbra.torch.objective.Terms;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The terms of a batch in one tensor, read in one transfer: each would make the host wait for the GPU.
 *
 * @param values_T loss, mean squared error, and of log-likelihood, KL and penalty those that there are
 */
public record StepTerms(Tensor values_T, boolean hasLikelihood, boolean hasKl, boolean hasPenalty) {
    /** Puts them together; {@code loss} says whether there is a log-likelihood. */
    static StepTerms gather(Terms terms, Loss loss) {
        Tensor logLikelihood = loss.definesLikelihood() ? terms.logLikelihood() : null;
        Tensor values_T = Tensor.stack(Stream.of(terms.loss(), terms.mse(), logLikelihood, terms.kl(), terms.penalty())
                .filter(Objects::nonNull)
                .toList());
        return new StepTerms(values_T, logLikelihood != null, terms.kl() != null, terms.penalty() != null);
    }

    /** The numbers of {@code terms}. */
    public static Metrics.Terms of(Terms terms, Loss loss) {
        return gather(terms, loss).read();
    }

    /** The numbers. */
    Metrics.Terms read() {
        float[] values = values_T.toArray();
        int next = 2;
        return new Metrics.Terms(
                values[0],
                hasLikelihood ? Double.valueOf(values[next++]) : null,
                hasKl ? Double.valueOf(values[next++]) : null,
                values[1],
                hasPenalty ? Double.valueOf(values[next]) : null);
    }
}
