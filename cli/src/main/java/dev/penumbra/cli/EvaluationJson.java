package dev.penumbra.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.LikelihoodEstimate;
import dev.penumbra.eval.Protocol;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate --json} prints.
 *
 * @param evaluation     its fields, at the top level
 * @param protocol       what was measured on
 * @param checkpointStep steps behind the weights of a checkpoint; null for a finished run
 * @param importance     estimate of log p(x); null without {@code --samples}
 * @param units          unit and definition of each field
 */
record EvaluationJson(
        @JsonUnwrapped Evaluation evaluation,
        Protocol protocol,
        @Nullable Long checkpointStep,
        @Nullable LikelihoodEstimate importance,
        Map<String, String> units) {
    static EvaluationJson of(
            Evaluation evaluation,
            Protocol protocol,
            @Nullable Long checkpointStep,
            @Nullable LikelihoodEstimate importance) {
        Map<String, String> units = new LinkedHashMap<>(Evaluation.units());
        LikelihoodEstimate.units().forEach((field, text) -> units.put("importance." + field, text));
        return new EvaluationJson(evaluation, protocol, checkpointStep, importance, units);
    }
}
