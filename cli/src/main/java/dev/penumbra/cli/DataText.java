package dev.penumbra.cli;

import dev.penumbra.data.DataSummary;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A summary of a data set in words. */
final class DataText {
    private static final int MAX_NAMES = 20;

    private DataText() {}

    static String of(DataSummary summary) {
        StringBuilder text = new StringBuilder();
        line(text, "data", summary.name());
        line(
                text,
                "example",
                summary.shape() + (summary.shape().isImage() ? " (channels x height x width)" : " values"));
        for (DataSummary.Part part : summary.parts()) {
            String classes = part.classes().entrySet().stream()
                    .limit(MAX_NAMES)
                    .map(c -> c.getKey() + ": " + c.getValue())
                    .collect(Collectors.joining(", "));
            int more = part.classes().size() - MAX_NAMES;
            line(
                    text,
                    part.name(),
                    String.format(Locale.ROOT, "%,d examples", part.examples())
                            + (classes.isEmpty()
                                    ? ""
                                    : "  (" + classes + (more > 0 ? ", and " + more + " more" : "") + ")"));
        }
        line(
                text,
                "values",
                String.format(
                        Locale.ROOT,
                        "%.4g to %.4g, mean %.4g, as the model sees them (of %,d examples)",
                        summary.min(),
                        summary.max(),
                        summary.mean(),
                        summary.read()));
        if (!summary.columns().isEmpty()) {
            line(text, "columns", names(summary.columns()));
        }
        if (!summary.factors().isEmpty()) {
            line(text, "known factors", names(summary.factors()));
        }
        return text.toString().stripTrailing();
    }

    private static String names(List<String> names) {
        return names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MAX_NAMES ? ", and " + (names.size() - MAX_NAMES) + " more" : "");
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-14s %s%n", name, value));
    }
}
