package dev.penumbra.eval;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model has one of the known diseases. Each check compares a measurement with a threshold; {@link HealthChecks} argues for
 * the thresholds.
 *
 * @param findings one for each check that the model can be put to, well or not, always in the same order
 */
public record Health(List<Finding> findings) {
    /** Examples of each part that are looked at, at most. */
    public static final int MAX_EXAMPLES = 1000;

    public Health {
        findings = List.copyOf(findings);
    }

    /** How a check came out. */
    public enum Verdict {
        /** Nothing to see. */
        @JsonProperty("well")
        WELL,
        /** Worth knowing, and nothing wrong. */
        @JsonProperty("note")
        NOTE,
        /** The model does not do what it is for. */
        @JsonProperty("alarm")
        ALARM
    }

    /**
     * What one check found.
     *
     * @param name      of the disease, a constant
     * @param verdict   how it came out
     * @param value     the measurement
     * @param threshold that it was compared with
     * @param text      both in a sentence
     * @param advice    what to try; empty where all is well
     */
    public record Finding(String name, Verdict verdict, double value, double threshold, String text, String advice) {}

    /**
     * Examines a model.
     *
     * @param train what it was trained on
     * @param held  what it was not trained on; null where there is nothing: then the training examples are looked at, and whether the
     *     model knows them by heart is not asked
     * @param loss  what was minimized
     * @param seed  of the examples that are looked at and of all noise
     * @throws dev.penumbra.InputException where the data's shape is not the model's
     */
    public static Health of(Inference inference, Dataset train, @Nullable Dataset held, Loss loss, Seed seed) {
        return new Health(new HealthChecks(
                        inference,
                        Aggregate.random(train, MAX_EXAMPLES, seed.named("train")),
                        held == null ? null : Aggregate.random(held, MAX_EXAMPLES, seed.named("held")),
                        loss,
                        seed)
                .findings());
    }

    /** The alarms among the findings. */
    public List<Finding> alarms() {
        return findings.stream().filter(f -> f.verdict == Verdict.ALARM).toList();
    }

    /** The verdict in a sentence. */
    public String summary() {
        int alarms = alarms().size();
        return alarms == 0
                ? "Healthy: none of " + findings.size() + " checks gives an alarm."
                : alarms + " of " + findings.size() + " checks " + (alarms == 1 ? "gives" : "give") + " an alarm.";
    }
}
