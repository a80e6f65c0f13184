package dev.penumbra.report;

import dev.penumbra.Json;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.model.Model;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.NetworkSummary;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What was trained, how, and where. */
record SettingsTables(Model model, RunConfig config, Provenance provenance) {
    Html architectureTables() {
        List<Html> parts = new ArrayList<>();
        model.spec().networks().forEach((name, network) -> parts.add(network(capitalized(name), network)));
        parts.add(Html.paragraph("Likelihood: " + likelihood() + ". Weights in all: "
                + Numbers.count(model.weights().size()) + "."));
        return Html.join(parts);
    }

    private String likelihood() {
        return model.likelihood() instanceof Gaussian gaussian
                ? "Gaussian, s = " + Numbers.text(gaussian.std())
                : model.spec().likelihood().text();
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static Html network(String name, Network network) {
        NetworkSummary summary = NetworkSummary.of(network);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("input", summary.input().toString(), "", ""));
        for (NetworkSummary.Row row : summary.rows()) {
            rows.add(row(row.layer(), row.output().toString(), row.parameters(), row.multiplyAdds()));
        }
        rows.add(row("total", "", summary.parameters(), summary.multiplyAdds()));
        return Html.table(
                name + ", layer by layer", List.of("Layer", "Output", "Weights", "Multiply-adds per example"), rows);
    }

    private static List<String> row(String layer, String output, long weights, long multiplyAdds) {
        return List.of(layer, output, Numbers.count(weights), Numbers.count(multiplyAdds));
    }

    Html settingsTable() {
        return settings("Every setting of the run, as in config.json", Json.MAPPER.valueToTree(config));
    }

    Html provenanceTable() {
        return settings("Versions, machine and time, as in provenance.json", Json.MAPPER.valueToTree(provenance));
    }

    Html reproduce(RunDirectory run) {
        String command = "penumbra train --config " + run.config() + " --run NEW-FOLDER";
        return Html.join(List.of(
                Html.paragraph(
                        "The same configuration on the same machine with the same versions gives the same weights, bit for bit:"),
                Html.text(command).in("code").in("pre")));
    }

    private static Html settings(String caption, JsonNode tree) {
        List<List<String>> rows = new ArrayList<>();
        flatten("", tree, rows);
        return Html.table(caption, List.of("Setting", "Value"), rows);
    }

    /** One row for each leaf, named by the path to it. */
    private static void flatten(String path, JsonNode node, List<List<String>> rows) {
        if (node.isObject()) {
            node.properties()
                    .forEach(p -> flatten(path.isEmpty() ? p.getKey() : path + "." + p.getKey(), p.getValue(), rows));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), rows);
            }
        } else {
            rows.add(List.of(path, node.isNull() ? "–" : node.asString()));
        }
    }
}
