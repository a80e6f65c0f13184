package dev.penumbra.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.penumbra.eval.Aggregate;
import dev.penumbra.eval.BlockKl;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Health;
import dev.penumbra.eval.LikelihoodEstimate;
import dev.penumbra.eval.Protocol;
import dev.penumbra.eval.factors.DisentanglementScores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate --json} prints.
 *
 * @param evaluation     its fields, at the top level
 * @param rate           the KL by the name that rate-distortion theory gives it
 * @param distortion     -logLikelihood by that name
 * @param protocol       what was measured on
 * @param checkpointStep steps behind the weights of a checkpoint; null for a finished run
 * @param importance     estimate of log p(x); null without {@code --samples}
 * @param blocks         the KL of each stochastic layer of a ladder, from the top; empty for other models
 * @param aggregate      how the codes lie against the prior; null for fewer than 2 examples
 * @param scores         disentanglement; null where the true factors are not known
 * @param health         the checks
 * @param units          unit and definition of each field
 */
record EvaluationJson(
        @JsonUnwrapped Evaluation evaluation,
        @Nullable Double rate,
        @Nullable Double distortion,
        Protocol protocol,
        @Nullable Long checkpointStep,
        @Nullable LikelihoodEstimate importance,
        List<BlockKl> blocks,
        @Nullable Aggregate aggregate,
        @Nullable DisentanglementScores scores,
        Health health,
        Map<String, String> units) {
    static EvaluationJson of(
            Evaluation evaluation,
            Protocol protocol,
            @Nullable Long checkpointStep,
            @Nullable LikelihoodEstimate importance,
            List<BlockKl> blocks,
            @Nullable Aggregate aggregate,
            @Nullable DisentanglementScores scores,
            Health health) {
        Double logLikelihood = evaluation.logLikelihood();
        Map<String, String> units = new LinkedHashMap<>(Evaluation.units());
        units.put("rate", "Nats per example: kl.");
        units.put("distortion", "Nats per example: -logLikelihood.");
        LikelihoodEstimate.units().forEach((field, text) -> units.put("importance." + field, text));
        BlockKl.units().forEach((field, text) -> units.put("blocks." + field, text));
        Aggregate.units().forEach((field, text) -> units.put("aggregate." + field, text));
        return new EvaluationJson(
                evaluation,
                evaluation.kl(),
                logLikelihood == null ? null : (Double) (-logLikelihood),
                protocol,
                checkpointStep,
                importance,
                blocks,
                aggregate,
                scores,
                health,
                units);
    }
}
