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
     * @throws InputException where it is larger than 4 MiB, of another version, or not a configuration
     */
    public static RunConfig read(byte[] json, String where) {
        Json.requireAtMost(RunDirectory.MAX_BYTES, json.length, where);
        ObjectNode given = Json.read(json, ObjectNode.class, where);
        requireReadable(given.path("version"), where);
        ObjectNode merged = Json.MAPPER.valueToTree(RunConfig.of("digits", 16));
        String missing = merge(merged, given, "");
        if (missing != null) {
            throw Json.noValue(missing, json, where);
        }
        return Json.read(merged, RunConfig.class, json, where);
    }

    private static void requireReadable(JsonNode version, String where) {
        if (version.isIntegralNumber() && (!version.canConvertToInt() || version.intValue() > RunConfig.VERSION)) {
            throw new InputException(
                    "This configuration was written by a newer Penumbra",
                    "version " + RunConfig.VERSION + " or older",
                    "version " + version,
                    where,
                    "update Penumbra, or train again with this version");
        }
    }

    /** The pointer to the first field that is null although its default is not; null where there is none. */
    private static @Nullable String merge(ObjectNode base, ObjectNode over, String pointer) {
        for (String name : over.propertyNames()) {
            JsonNode value = over.get(name);
            JsonNode old = base.get(name);
            String here = pointer + "/" + name;
            String missing = null;
            if (old instanceof ObjectNode into && value instanceof ObjectNode from && sameKind(into, from)) {
                missing = merge(into, from, here);
            } else if (value instanceof ObjectNode from) {
                ObjectNode defaults = kindDefaults(from);
                missing = merge(defaults, from, here);
                base.set(name, defaults);
            } else if (value.isNull() && old != null && !old.isNull()) {
                missing = here;
            } else {
                base.set(name, value);
            }
            if (missing != null) {
                return missing;
            }
        }
        return null;
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
