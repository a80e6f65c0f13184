package dev.penumbra.report;

import dev.penumbra.eval.Health;
import java.util.List;
import java.util.Locale;

/** What the checks of a model found. */
final class HealthTable {
    private HealthTable() {}

    /** @param split what was looked at beside the training examples */
    static Html html(Health health, String split) {
        List<List<String>> rows = health.findings().stream()
                .map(f -> List.of(
                        f.name().replace('-', ' '),
                        f.verdict().name().toLowerCase(Locale.ROOT),
                        f.text(),
                        f.advice().isEmpty() ? "–" : f.advice()))
                .toList();
        return Html.join(List.of(
                Html.paragraph(health.summary()),
                Html.wordTable(
                        "On up to " + Numbers.count(Health.MAX_EXAMPLES)
                                + (split.equals("train")
                                        ? " training examples"
                                        : " examples each of training and of " + split),
                        List.of("check", "verdict", "what was found", "what to try"),
                        rows)));
    }
}
