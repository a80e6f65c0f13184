package dev.penumbra.latent.edit;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Spelling;
import dev.penumbra.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The directions that were learned for one model, as {@code directions.json} beside it holds them.
 *
 * @param version       of the file's form, {@value #VERSION}
 * @param weightsSha256 of the model's weights, {@link dev.penumbra.nn.Weights#sha256()}
 * @param directions    1 to 1,000, each of another attribute
 */
public record Directions(int version, String weightsSha256, List<Direction> directions) {
    /** The form of the file. */
    public static final int VERSION = 2;

    /** The file's usual name. */
    public static final String FILE = "directions.json";

    private static final int MAX_DIRECTIONS = 1000;
    private static final int MAX_STRENGTH = 100;
    private static final int MAX_BYTES = 1 << 26;

    public Directions {
        if (version != VERSION) {
            throw new IllegalArgumentException("version must be " + VERSION + ", got " + version);
        }
        directions = List.copyOf(directions);
        if (directions.isEmpty() || directions.size() > MAX_DIRECTIONS) {
            throw new IllegalArgumentException(
                    "there must be 1 to " + MAX_DIRECTIONS + " directions, got " + directions.size());
        }
        Set<String> names = new HashSet<>();
        for (Direction d : directions) {
            if (!names.add(d.attribute())) {
                throw new IllegalArgumentException("there are two directions of " + d.attribute());
            }
        }
    }

    /** The directions of a model. */
    public static Directions of(Model model, List<Direction> directions) {
        return new Directions(VERSION, model.weights().sha256(), directions);
    }

    /** These, and those of {@code older} for other attributes where it is of the same model. */
    public Directions and(Directions older) {
        List<Direction> all = new ArrayList<>(directions);
        if (older.weightsSha256.equals(weightsSha256)) {
            Set<String> names = new HashSet<>(names());
            older.directions.stream()
                    .filter(d -> !names.contains(d.attribute()))
                    .forEach(all::add);
        }
        return new Directions(version, weightsSha256, all);
    }

    /** Of which attributes. */
    public List<String> names() {
        return directions.stream().map(Direction::attribute).toList();
    }

    /** The direction of an attribute; {@link InputException} where none was learned. */
    Direction named(String attribute) {
        return directions.stream()
                .filter(d -> d.attribute().equals(attribute))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "No direction was learned for this attribute",
                        "one of " + String.join(", ", names()),
                        attribute,
                        "--attribute",
                        Spelling.remedy(attribute, names()) + ", or learn it with `penumbra edit learn`"));
    }

    /**
     * How far {@code attribute} shall be moved.
     *
     * @param strength in its standard deviations, from -100 to 100
     * @throws InputException where no direction was learned for it, or the strength is out of range
     */
    public Edit.Move move(String attribute, double strength) {
        if (!(Math.abs(strength) <= MAX_STRENGTH)) {
            throw new InputException(
                    "The strength is out of range",
                    "from -" + MAX_STRENGTH + " to " + MAX_STRENGTH + " standard deviations",
                    String.valueOf(strength),
                    "--attribute " + attribute,
                    "2 is much already: beyond what the training data shows the decoder guesses");
        }
        return new Edit.Move(named(attribute), strength);
    }

    /** Writes the file, whole or not at all. */
    public void write(Path file) {
        byte[] json = Json.write(this);
        AtomicFiles.write(file, out -> out.write(json));
    }

    /**
     * Reads a file.
     *
     * @throws InputException where there is none, or it is larger than 64 MiB or not of this form
     */
    public static Directions read(Path file) {
        byte[] json;
        try (InputStream in = Files.newInputStream(file)) {
            json = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new InputException(
                    "The learned directions cannot be read",
                    "the file that `penumbra edit learn` writes beside the model",
                    AtomicFiles.reason(e),
                    file.toString(),
                    "learn some: penumbra edit learn RUN --attribute NAME",
                    e);
        }
        if (json.length > MAX_BYTES) {
            throw new InputException(
                    "The file of directions is too large",
                    "at most " + MAX_BYTES + " bytes",
                    "more",
                    file.toString(),
                    "learn the directions again");
        }
        ObjectNode tree = Json.read(json, ObjectNode.class, file.toString());
        return Json.read(isFirst(tree) ? Json.write(upgraded(tree)) : json, Directions.class, file.toString());
    }

    private static boolean isFirst(ObjectNode tree) {
        JsonNode version = tree.get("version");
        return version != null && version.isIntegralNumber() && version.asLong() == 1;
    }

    /** Version 1 did not keep the span of the codes. */
    private static ObjectNode upgraded(ObjectNode tree) {
        tree.put("version", VERSION);
        if (tree.get("directions") instanceof ArrayNode all) {
            for (JsonNode direction : all) {
                if (direction instanceof ObjectNode fields && !fields.has("span")) {
                    fields.putNull("span");
                }
            }
        }
        return tree;
    }

    /**
     * Reads the directions of {@code model}.
     *
     * @throws InputException as {@link #read(Path)}, or where they were learned for another model
     */
    public static Directions read(Path file, Model model) {
        Directions read = read(file);
        String expected = model.weights().sha256();
        if (!read.weightsSha256.equals(expected)) {
            throw new InputException(
                    "The directions were learned for another model",
                    "weights with the SHA-256 " + expected,
                    read.weightsSha256,
                    file.toString(),
                    "learn them again: penumbra edit learn RUN --attribute NAME");
        }
        int v = model.spec().latent();
        for (Direction d : read.directions) {
            if (d.vector().length != v) {
                throw new InputException(
                        "A direction does not fit the model",
                        v + " numbers, one for each latent dimension",
                        d.vector().length + " of " + d.attribute(),
                        file.toString(),
                        "learn the directions again");
            }
        }
        return read;
    }
}
