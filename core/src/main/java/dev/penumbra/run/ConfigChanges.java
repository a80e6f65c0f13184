package dev.penumbra.run;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Printable;
import dev.penumbra.model.Objective;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What of a run's configuration may change before it goes on: nearly nothing, or it would be another run. */
public final class ConfigChanges {
    /** Where the data lies is free as long as it is the same data; when checkpoints are written changes no number. */
    private static final Set<String> FREE = Set.of("data.source", "data.directory", "training.checkpointSeconds");

    private static final String EPOCHS = "training.epochs";
    private static final Set<String> ROUNDING = Set.of("device", "threads");

    private ConfigChanges() {}

    /**
     * What differs from the run as it began, a sentence each.
     *
     * @param run whose configuration {@code now} is
     * @throws InputException where a field was changed that makes it another run, with its name
     */
    public static List<String> notes(RunDirectory run, RunConfig began, RunConfig now) {
        SequencedMap<String, String> before = fields(began);
        SequencedMap<String, String> after = fields(now);
        Set<String> changed = new TreeSet<>(before.keySet());
        changed.addAll(after.keySet());
        changed.removeIf(field -> FREE.contains(field) || shown(before, field).equals(shown(after, field)));
        List<String> notes = new ArrayList<>();
        if (changed.remove(EPOCHS)) {
            notes.add(epochs(began, now));
        }
        for (String field : ROUNDING) {
            if (changed.remove(field)) {
                notes.add(field + " " + shown(after, field) + " instead of " + shown(before, field)
                        + ": sums are rounded otherwise, so the last digits can differ from a run without this change");
            }
        }
        if (!changed.isEmpty()) {
            throw new InputException(
                    "The configuration was changed in what makes it another run",
                    list(changed, before),
                    list(changed, after),
                    run.config().toString(),
                    "write the old values back to go on, or train anew with the new ones: penumbra train --config "
                            + Printable.argument(run.config()) + " --run NEW");
        }
        return notes;
    }

    private static String epochs(RunConfig began, RunConfig now) {
        int epochs = now.training().passes();
        String what = epochs + " epochs instead of " + began.training().passes();
        boolean cycles = Objectives.parse(now.objective()) instanceof Objective.Elbo elbo && elbo.cycles() > 0;
        if (!cycles && !now.training().schedule().knowsItsEnd()) {
            return what + ", as if asked for from the start";
        }
        return what + ": from here on " + (cycles ? "the cycles of the KL's weight are" : "the learning rate is")
                + " as in a run of " + epochs + " epochs, up to here as in one of "
                + began.training().passes()
                + "; a run of " + epochs + " from the start would end at other weights";
    }

    private static String list(Collection<String> names, SequencedMap<String, String> of) {
        return names.stream().map(name -> name + " " + shown(of, name)).collect(Collectors.joining(", "));
    }

    private static String shown(SequencedMap<String, String> fields, String field) {
        return fields.getOrDefault(field, "none");
    }

    /** All settings by their path, for example {@code training.optimizer.learningRate}. */
    public static SequencedMap<String, String> fields(RunConfig config) {
        SequencedMap<String, String> fields = new TreeMap<>();
        flatten("", Json.MAPPER.valueToTree(config), fields);
        return fields;
    }

    /** Puts the leaves of {@code node}, by their path behind {@code prefix}, into {@code fields}. */
    public static void flatten(String prefix, JsonNode node, SequencedMap<String, String> fields) {
        if (node.isObject()) {
            node.properties().forEach(p -> flatten(prefix + p.getKey() + ".", p.getValue(), fields));
        } else if (!prefix.isEmpty()) {
            fields.put(prefix.substring(0, prefix.length() - 1), node.isString() ? node.asString() : node.toString());
        }
    }
}
