package dev.penumbra.model;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.data.Values;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.MaskedLinear;
import dev.penumbra.nn.Network;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code manifest.json} of a bundle says.
 *
 * @param formatVersion version of the bundle's form
 * @param model         the spec
 * @param metrics       numbers about the model
 * @param provenance    where it comes from
 * @param weightsSha256 SHA-256 of {@code weights.safetensors}, 64 hexadecimal digits
 */
record Manifest(
        int formatVersion,
        ModelSpec model,
        Map<String, Object> metrics,
        Map<String, Object> provenance,
        String weightsSha256) {
    /** The version that this program writes, and the newest that it reads. */
    static final int VERSION = 3;

    /** Text alone: a table's columns, the networks' layers, and numbers about each latent dimension. */
    private static final int MAX_BYTES = 1 << 23;

    private static final int MAX_LAYERS = 1000;
    private static final int MAX_WINDOW = 1024;
    private static final long MAX_ACTIVATIONS = 1L << 28;

    /**
     * The manifest that {@code json} holds, with bounds on what running its model may take.
     *
     * @throws InputException where it is of a newer version, or not a manifest of this one, or beyond the bounds
     */
    static Manifest read(byte[] json, String where) {
        Json.requireAtMost(MAX_BYTES, json.length, where);
        JsonNode tree = Json.read(json, JsonNode.class, where);
        requireVersion(tree.path("formatVersion"), where);
        if (hasNull(tree.path("model")) || tree.values().stream().anyMatch(JsonNode::isNull)) {
            throw broken("A field has no value.", "values in all fields", "null", where);
        }
        if (tree.path("model") instanceof ObjectNode model) {
            upgrade(model, tree.path("formatVersion").intValue());
        }
        Manifest manifest = Json.read(tree, Manifest.class, json, where);
        manifest.model.networks().forEach((name, network) -> requireModest(network, where + ", " + name));
        return manifest;
    }

    /** Version 1 had two kinds of models, and nothing else to choose; version 2 did not say what raw values were. */
    private static void upgrade(ObjectNode model, int version) {
        if (version < 3 && model.path("schema") instanceof ObjectNode schema) {
            schema.set("values", Json.read(Json.write(Values.UNKNOWN), JsonNode.class, "values"));
        }
        if (version > 1) {
            return;
        }
        boolean point = model.path("kind").asString("").equals("ae");
        model.remove("kind");
        model.put("type", "vae").put("classes", 0);
        model.putObject("posterior").put("type", point ? "point" : "gaussian");
        model.putObject("prior").put("type", "normal");
    }

    private static void requireVersion(JsonNode version, String where) {
        String expected = "formatVersion " + VERSION;
        if (!version.isInt() || version.intValue() < 1) {
            throw broken("The manifest has no version.", expected, version.toString(), where);
        }
        if (version.intValue() > VERSION) {
            throw new InputException(
                    "The bundle is of a newer form than this program knows.",
                    expected + " or older",
                    "formatVersion " + version.intValue(),
                    where,
                    "update Penumbra");
        }
    }

    private static boolean hasNull(JsonNode node) {
        return node.isNull() || node.values().stream().anyMatch(Manifest::hasNull);
    }

    private static void requireModest(Network network, String where) {
        List<Network.Step> steps = network.steps();
        if (steps.size() > MAX_LAYERS) {
            throw immodest("layers", MAX_LAYERS, steps.size(), where);
        }
        long activations = 0;
        for (Network.Step step : steps) {
            int window = switch (step.layer()) {
                case Layer.Conv conv -> Math.max(conv.kernel(), conv.stride());
                case Layer.TransposedConv conv -> Math.max(conv.kernel(), conv.stride());
                case Layer.Linear linear -> 1;
                case MaskedLinear linear -> 1;
                case Layer.Activation activation -> 1;
                case Layer.Glu glu -> 1;
                case Layer.Reshape reshape -> 1;
                case Layer.Residual residual -> 1;
                case Layer.BatchNorm norm -> 1;
                case Layer.GroupNorm norm -> 1;
                case Layer.LayerNorm norm -> 1;
            };
            if (window > MAX_WINDOW) {
                throw immodest("pixels a side of a kernel or stride", MAX_WINDOW, window, where);
            }
            activations += step.output().size();
        }
        if (activations > MAX_ACTIVATIONS) {
            throw immodest("values of all layers for one example", MAX_ACTIVATIONS, activations, where);
        }
    }

    private static InputException immodest(String what, long most, long received, String where) {
        return broken("The network is too large.", "at most " + most + " " + what, String.valueOf(received), where);
    }

    private static InputException broken(String what, String expected, String received, String where) {
        return new InputException(what, expected, received, where, "give a bundle that Penumbra wrote");
    }
}
