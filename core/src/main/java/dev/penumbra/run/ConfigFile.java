package dev.penumbra.run;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads configurations. A file may leave out what it does not change. */
public final class ConfigFile {
    /** The fields that say which kind of a thing an object is; another kind shares nothing with the default one. */
    private static final List<String> KINDS = List.of("type", "scale");

    /** What an object of a kind that is not the default one may leave out. */
    private static final List<Map<String, Object>> KIND_DEFAULTS = List.of(
            Map.of("scale", "lecture", "reconstruction", 1.0),
            Map.of("type", "adamw", "beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8, "weightDecay", 0.01),
            Map.of("type", "sgd", "momentum", 0.9),
            Map.of("type", "cosine", "warmup", 0.0, "end", 0.0));

    private ConfigFile() {}

    /** The configuration in {@code file}, what it leaves out taken from {@link RunConfig#of} with latent 16. */
    public static RunConfig read(Path file) {
        return read(RunDirectory.read(file), file.toString());
    }

    /**
     * The configuration in {@code json}.
     *
     * @param where names the source in messages
     */
    public static RunConfig read(byte[] json, String where) {
        ObjectNode given = Json.read(json, ObjectNode.class, where);
        requireReadable(given.get("version"), where);
        ObjectNode merged = Json.MAPPER.valueToTree(RunConfig.of("digits", 16));
        merge(merged, given);
        return Json.read(Json.write(merged), RunConfig.class, where);
    }

    private static void requireReadable(@Nullable JsonNode version, String where) {
        if (version != null && version.isIntegralNumber() && version.asLong() > RunConfig.VERSION) {
            throw new InputException(
                    "This configuration was written by a newer Penumbra",
                    "version " + RunConfig.VERSION + " or older",
                    "version " + version,
                    where,
                    "update Penumbra, or train again with this version");
        }
    }

    private static void merge(ObjectNode base, ObjectNode over) {
        for (String name : over.propertyNames()) {
            JsonNode value = over.get(name);
            JsonNode old = base.get(name);
            if (old instanceof ObjectNode into && value instanceof ObjectNode from && sameKind(into, from)) {
                merge(into, from);
            } else if (value instanceof ObjectNode from) {
                ObjectNode defaults = kindDefaults(from);
                merge(defaults, from);
                base.set(name, defaults);
            } else {
                base.set(name, value);
            }
        }
    }

    private static ObjectNode kindDefaults(ObjectNode of) {
        return KIND_DEFAULTS.stream()
                .map(d -> Json.MAPPER.<ObjectNode>valueToTree(d))
                .filter(d -> KINDS.stream()
                        .anyMatch(kind -> d.has(kind) && d.get(kind).equals(of.get(kind))))
                .findFirst()
                .orElseGet(Json.MAPPER::createObjectNode);
    }

    private static boolean sameKind(ObjectNode a, ObjectNode b) {
        return KINDS.stream().allMatch(kind -> !b.has(kind) || b.get(kind).equals(a.get(kind)));
    }
}
