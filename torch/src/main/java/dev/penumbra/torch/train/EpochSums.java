package dev.penumbra.torch.train;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.penumbra.run.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * Sums over examples of the parts of the loss.
 *
 * @param examples      how many
 * @param loss          sum of losses
 * @param logLikelihood null where some term had none
 * @param kl            null where some term had none
 * @param mse           sum of mean squared errors
 * @param penalty       null where some term had none
 */
public record EpochSums(
        long examples,
        double loss,
        @Nullable Double logLikelihood,
        @Nullable Double kl,
        double mse,
        // Optional in checkpoints, as in the metrics.
        @JacksonInject(value = "none", optional = OptBoolean.TRUE) @Nullable
        Double penalty) {
    static final EpochSums ZERO = new EpochSums(0, 0, 0.0, 0.0, 0, 0.0);

    EpochSums plus(Metrics.Terms terms, int count) {
        return new EpochSums(
                examples + count,
                loss + count * terms.loss(),
                sum(logLikelihood, terms.logLikelihood(), count),
                sum(kl, terms.kl(), count),
                mse + count * terms.mse(),
                sum(penalty, terms.penalty(), count));
    }

    Metrics.Terms means() {
        return new Metrics.Terms(loss / examples, mean(logLikelihood), mean(kl), mse / examples, mean(penalty));
    }

    private static @Nullable Double sum(@Nullable Double sum, @Nullable Double term, int count) {
        return sum == null || term == null ? null : Double.valueOf(sum + count * term);
    }

    private @Nullable Double mean(@Nullable Double sum) {
        return sum == null ? null : Double.valueOf(sum / examples);
    }
}
