package dev.penumbra.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.penumbra.eval.Evaluation;
import java.util.Map;

/**
 * What {@code evaluate --json} prints.
 *
 * @param evaluation its fields, at the top level
 * @param units      unit and definition of each of them
 */
record EvaluationJson(@JsonUnwrapped Evaluation evaluation, Map<String, String> units) {
    static EvaluationJson of(Evaluation evaluation) {
        return new EvaluationJson(evaluation, Evaluation.units());
    }
}
