package dev.penumbra.model;

import dev.penumbra.nn.Network;
import java.util.Map;

/** The page in a bundle that tells a person what it is, in Markdown. */
final class ModelCard {
    private ModelCard() {}

    static String of(Bundle bundle) {
        ModelSpec spec = bundle.model().spec();
        StringBuilder card = new StringBuilder();
        String kind = switch (spec.kind()) {
            case AE -> "A basic autoencoder";
            case VAE -> "A variational autoencoder";
        };
        card.append("# ").append(kind).append(" with ").append(spec.latent()).append(" latent dimensions\n\n");
        card.append("Reads ")
                .append(spec.schema().shape())
                .append(" values; p(x|z) is ")
                .append(spec.likelihood())
                .append("; ")
                .append(bundle.model().weights().size())
                .append(" weights.\n\n");
        network(card, "Encoder", spec.encoder());
        network(card, "Decoder", spec.decoder());
        map(card, "Numbers", bundle.metrics());
        map(card, "Where it came from", bundle.provenance());
        card.append("## How to use it\n\n```java\n")
                .append("Model model = Bundle.read(Path.of(\"model.penumbra\")).model();\n")
                .append("Inference inference = new ExactInference(model, 1);\n")
                .append("float[] images = Latent.generate(inference, 16, new Seed(1));\n```\n");
        return card.toString();
    }

    private static void network(StringBuilder card, String title, Network network) {
        card.append("## ").append(title).append("\n\n| layer | output |\n|---|---|\n");
        for (int i = 0; i < network.layers().size(); i++) {
            card.append("| ")
                    .append(network.layers().get(i))
                    .append(" | ")
                    .append(network.shapes().get(i))
                    .append(" |\n");
        }
        card.append('\n');
    }

    private static void map(StringBuilder card, String title, Map<String, Object> values) {
        card.append("## ").append(title).append("\n\n");
        values.forEach((name, value) ->
                card.append("- ").append(name).append(": ").append(value).append('\n'));
        card.append('\n');
    }
}
