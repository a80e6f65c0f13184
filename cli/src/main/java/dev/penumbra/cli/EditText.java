package dev.penumbra.cli;

import dev.penumbra.latent.edit.EditChange;
import dev.penumbra.latent.edit.EditEffects;
import dev.penumbra.latent.edit.EditEffects.Effect;
import dev.penumbra.latent.edit.EditEffects.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What edits do, in words. */
final class EditText {
    private EditText() {}

    /** A paragraph for each direction. */
    static String of(EditEffects effects) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "On %,d held-out examples; changes in standard deviations of the attribute, for each that is asked%n",
                effects.examples()));
        for (Effect e : effects.effects()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s slope %.3f  R2 %.3f  (%s, R2 %.3f on originals)%n",
                    e.attribute(),
                    e.slope(),
                    e.r2(),
                    e.reading(),
                    effects.readings().get(e.attribute())));
            if (!e.leakage().isEmpty()) {
                line(
                        text,
                        "leakage",
                        e.leakage().entrySet().stream()
                                .map(l -> String.format(Locale.ROOT, "%s %.3f", l.getKey(), l.getValue())));
            }
            if (effects.classifierAccuracy() != null) {
                line(text, "class kept", e.points().stream().map(EditText::kept));
            }
        }
        for (Effect e : effects.effects()) {
            e.warnings().forEach(w -> text.append(String.format("Warning: %s: %s%n", e.attribute(), w)));
        }
        if (effects.classifierAccuracy() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s right for %.1f %% of the originals%n",
                    "classifier",
                    100 * effects.classifierAccuracy()));
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String name, Stream<String> parts) {
        text.append(String.format("  %-12s %s%n", name, parts.collect(Collectors.joining("  "))));
    }

    private static String kept(Point p) {
        return String.format(
                Locale.ROOT, "%+.0f: %.1f %%", p.strength(), 100 * (p.classKept() == null ? 0 : p.classKept()));
    }

    /** A line for each attribute that can be measured. */
    static String of(List<EditChange> changes) {
        if (changes.isEmpty()) {
            return "None of the learned attributes can be measured on the example itself.";
        }
        return changes.stream()
                .map(c -> String.format(
                        Locale.ROOT,
                        "%-14s original %.3f  reconstruction %.3f  edited %.3f %s  (%+.2f std%s)",
                        c.attribute(),
                        c.original(),
                        c.reconstruction(),
                        c.edited(),
                        c.measuredIn(),
                        c.change(),
                        c.asked() == null ? "" : String.format(Locale.ROOT, ", asked %+.2f", c.asked())))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
