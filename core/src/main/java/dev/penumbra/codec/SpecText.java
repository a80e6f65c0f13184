package dev.penumbra.codec;

import dev.penumbra.Json;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.Weights;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What decoding with a model depends on beside its weights, as a text whose hash names the model in compressed files. It must stay the same
 * in later releases, or they would refuse the files of earlier ones. So it has the fields of the spec's JSON sorted by name, and without those that
 * are null, false, 0 or empty: a new field must mean by such a value what was before it. Of the schema it has the scaling alone; the
 * shape stands in the file, and names of columns and classes do not matter.
 */
final class SpecText {
    private SpecText() {}

    /** SHA-256 of the text. */
    static String sha256(ModelSpec spec) {
        return Weights.sha256(of(spec).getBytes(StandardCharsets.UTF_8));
    }

    static String of(ModelSpec spec) {
        ObjectNode tree = Json.MAPPER.valueToTree(spec);
        tree.remove("schema");
        tree.set("scaling", Json.MAPPER.valueToTree(spec.schema().scaling()));
        return text(tree);
    }

    static String text(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .filter(field -> !isDefault(field.getValue()))
                    .sorted(Map.Entry.comparingByKey())
                    .map(field -> field.getKey() + ":" + text(field.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            return node.valueStream().map(SpecText::text).collect(Collectors.joining(",", "[", "]"));
        }
        return node.isNumber() ? number(node).toPlainString() : node.toString();
    }

    private static boolean isDefault(JsonNode value) {
        return value.isNull()
                || (value.isBoolean() && !value.asBoolean())
                || (value.isNumber() && number(value).signum() == 0)
                || (value.isContainer() && value.isEmpty());
    }

    /** The same for a whole number of any type: 5 and 5.0. */
    private static BigDecimal number(JsonNode node) {
        return new BigDecimal(node.asString()).stripTrailingZeros();
    }
}
