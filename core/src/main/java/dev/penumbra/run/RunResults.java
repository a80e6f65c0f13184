package dev.penumbra.run;

import dev.penumbra.Json;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** What a finished run leaves: {@code model.penumbra}, which carries its numbers on the test split. */
public final class RunResults {
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private RunResults() {}

    /**
     * Writes the model with its numbers.
     *
     * @param evaluations of which that of the test split goes into the file
     * @param step        steps trained
     */
    public static void write(
            RunDirectory run, Model model, List<Evaluation> evaluations, long step, Provenance provenance) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("step", step);
        for (Evaluation evaluation : evaluations) {
            metrics.put(evaluation.split(), Json.MAPPER.convertValue(evaluation, MAP));
        }
        Bundle.write(run.model(), model, metrics, Json.MAPPER.convertValue(provenance, MAP));
    }
}
