package dev.penumbra.run;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Printable;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.model.Bundle;
import dev.penumbra.model.Model;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** What a finished run leaves: {@code model.penumbra}, which carries the model's numbers on each split. */
public final class RunResults {
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private RunResults() {}

    /** Whether the run was finished. */
    public static boolean exist(RunDirectory run) {
        return Files.isRegularFile(run.model());
    }

    /**
     * Writes the model with its numbers.
     *
     * @param step steps trained
     */
    public static void write(
            RunDirectory run, Model model, List<Evaluation> evaluations, long step, Provenance provenance) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("step", step);
        for (Evaluation evaluation : evaluations) {
            metrics.put(evaluation.split(), Json.MAPPER.convertValue(evaluation, MAP));
        }
        try {
            Bundle.write(run.model(), model, metrics, Json.MAPPER.convertValue(provenance, MAP));
        } catch (InputException e) {
            throw run.unwritten(e);
        }
    }

    /** How many steps the model of a finished run was trained. */
    public static long step(RunDirectory run) {
        return step(read(run));
    }

    /** How many steps the model of {@code results}, which {@link #read} gave, was trained. */
    public static long step(Bundle results) {
        return results.metrics().get("step") instanceof Number step ? step.longValue() : 0;
    }

    /** The model of a finished run; {@link InputException} where it has none. */
    public static Bundle read(RunDirectory run) {
        if (!exist(run)) {
            throw new InputException(
                    "The run has no model yet",
                    run.model().getFileName().toString(),
                    "a run that was not finished",
                    run.path().toString(),
                    "finish it with `penumbra resume " + Printable.argument(run.path()) + "`");
        }
        try {
            return Bundle.read(run.model());
        } catch (InputException e) {
            throw Files.isDirectory(run.checkpoint())
                    ? e.withRemedy(
                            "delete it, then `penumbra resume " + Printable.argument(run.path()) + "` writes it again")
                    : e;
        }
    }

    /** The numbers that were found on {@code split} when the run was finished. */
    public static Evaluation evaluation(RunDirectory run, String split) {
        return evaluation(run, read(run), split);
    }

    /** The same of {@code results}, which {@link #read} gave for {@code run}. */
    public static Evaluation evaluation(RunDirectory run, Bundle results, String split) {
        Map<String, Object> metrics = results.metrics();
        Object numbers = metrics.get(split);
        if (numbers == null) {
            throw new InputException(
                    "The model carries no numbers of this split",
                    "one of " + metrics.keySet(),
                    split,
                    run.model().toString(),
                    "use `penumbra evaluate " + Printable.argument(run.path()) + " --split " + split + "`");
        }
        return Json.read(Json.write(numbers), Evaluation.class, run.model() + ", metrics of " + split);
    }
}
