package dev.penumbra.model;

import dev.penumbra.nn.Network;
import dev.penumbra.nn.NetworkSummary;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The short text in a bundle for people who find the file: what it is, its data, its parts, its numbers, how to use it. */
final class ModelCard {
    private ModelCard() {}

    /** The card in Markdown. */
    static String of(Manifest manifest) {
        ModelSpec spec = manifest.model();
        String kind = spec.isVariational() ? "variational autoencoder" : "basic autoencoder";
        return """
                # A %s

                It maps %s values (%s) to %d latent dimensions and back. Likelihood: %s.
                Made by Penumbra; bundle format %d; SHA-256 of the weights `%s`.

                ## Data

                %s
                %s
                ## Metrics

                %s
                ## Provenance

                %s
                ## Use

                In Java: `Bundle.read(Path.of("model.penumbra")).model()` gives the model and `Inference.exact(model, 1)` runs it,
                with the same bits on every machine. Values must be prepared as the manifest's schema states.
                """.formatted(
                        kind,
                        spec.schema().shape().size(),
                        spec.schema().shape(),
                        spec.latent(),
                        cell(spec.likelihood().text()),
                        manifest.formatVersion(),
                        manifest.weightsSha256(),
                        data(spec),
                        networks(spec),
                        table(manifest.metrics()),
                        table(manifest.provenance()));
    }

    private static String data(ModelSpec spec) {
        StringBuilder text =
                new StringBuilder("Examples of shape " + spec.schema().shape() + ".\n");
        if (!spec.schema().columns().isEmpty()) {
            text.append("Columns: ")
                    .append(cell(String.join(", ", spec.schema().columns())))
                    .append(".\n");
        }
        if (!spec.schema().classes().isEmpty()) {
            text.append("Classes: ")
                    .append(cell(String.join(", ", spec.schema().classes())))
                    .append(".\n");
        }
        return text.toString();
    }

    private static String networks(ModelSpec spec) {
        StringBuilder text = new StringBuilder();
        spec.networks()
                .forEach((name, network) -> text.append("## ")
                        .append(name.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(name.substring(1))
                        .append("\n\n")
                        .append(table(network)));
        return text.toString();
    }

    private static String table(Network network) {
        NetworkSummary summary = NetworkSummary.of(network);
        StringBuilder text = new StringBuilder("| layer | output | parameters | multiply-adds |\n|---|---|--:|--:|\n");
        for (NetworkSummary.Row row : summary.rows()) {
            text.append("| %s | %s | %d | %d |\n"
                    .formatted(row.layer(), row.output(), row.parameters(), row.multiplyAdds()));
        }
        return text.append("| total | | %d | %d |\n".formatted(summary.parameters(), summary.multiplyAdds()))
                .toString();
    }

    private static String table(Map<String, Object> values) {
        if (values.isEmpty()) {
            return "None recorded.\n";
        }
        StringBuilder text = new StringBuilder("| name | value |\n|---|---|\n");
        new TreeMap<>(values).forEach((name, value) -> text.append("| %s | %s |\n".formatted(cell(name), cell(value))));
        return text.toString();
    }

    /** Text that cannot leave its cell or become markup. */
    private static String cell(Object value) {
        return String.valueOf(value)
                .replaceAll("\\p{Cntrl}+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }
}
