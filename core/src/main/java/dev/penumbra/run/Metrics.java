package dev.penumbra.run;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import org.jspecify.annotations.Nullable;

/** A line of {@code metrics.jsonl}. All terms are means per example; nats unless said otherwise. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Metrics.Step.class, name = "step"),
    @JsonSubTypes.Type(value = Metrics.Epoch.class, name = "epoch"),
})
public sealed interface Metrics {
    /** How many steps had been done. */
    long step();

    /**
     * The parts of the loss.
     *
     * @param loss          what was minimized, at its declared scale and with the full weight of the KL unless it is a step's
     * @param logLikelihood log p(x|z), one z sampled per example, summed over the values of an example; null where it is not
     *                      defined (lambda = 0)
     * @param kl            KL(q(z|x) || p(z)), summed over the latent dimensions; null for a basic autoencoder
     * @param mse           mean over the values of an example of the squared error of the reconstruction from that z
     * @param penalty       what objective and posterior add to reconstruction and KL, at the loss's scale; null for nothing
     */
    record Terms(
            double loss,
            @Nullable Double logLikelihood,
            @Nullable Double kl,
            double mse,
            // Optional in files: absent where there is none.
            @JacksonInject(value = "none", optional = OptBoolean.TRUE)
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            Double penalty) {}

    /**
     * One step of training.
     *
     * @param epoch        the running epoch, from 1
     * @param train        of this step's batch
     * @param klWeight     lambda or beta in force, below its full value during warm-up
     * @param learningRate in force
     * @param gradientNorm Euclidean, before clipping; null where no clipping was asked for
     */
    record Step(
            long step,
            int epoch,
            Terms train,
            double klWeight,
            double learningRate,
            @Nullable Double gradientNorm) implements Metrics {}

    /**
     * One epoch of training.
     *
     * @param epoch             from 1
     * @param train             mean over the epoch's examples, as the weights changed
     * @param validation        of the weights at the epoch's end; null without a validation split
     * @param meanAbsMu         mean of |mu| over validation examples and dimensions
     * @param meanSigma         mean of sigma over validation examples and dimensions
     * @param seconds           this epoch took
     * @param examplesPerSecond in training, validation not counted
     */
    record Epoch(
            long step,
            int epoch,
            Terms train,
            @Nullable Terms validation,
            @Nullable Double meanAbsMu,
            @Nullable Double meanSigma,
            double seconds,
            double examplesPerSecond)
            implements Metrics {}
}
