package dev.penumbra.codec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.penumbra.Json;
import dev.penumbra.data.ArrayForm;
import dev.penumbra.data.Scaling;
import dev.penumbra.model.Model;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a compressed file says of itself at its start.
 *
 * @param version of the format
 * @param model   SHA-256 of the weights of the model that it needs, as {@code Weights.sha256} gives it
 * @param spec    SHA-256 of what else decoding depends on, as {@link SpecText} writes it; null in files of version 2
 * @param shape   of an item
 * @param symbols how many symbols its values have; null in lossy files
 * @param unit    a value that the model sees as x is symbol round(unit x); null in lossy files and where values are listed
 * @param values  the number that each symbol is, ascending; null in lossy files and where they follow from the unit
 * @param quality 1 to 100; null in lossless files
 * @param images  whether each item was an image file
 * @param array   how the numbers of the items stood in an array: of images, bytes; null in files of version 2
 * @param scaling between these numbers and the values that the model sees; null where it is the model's own
 */
public record PnzHeader(
        int version,
        String model,
        @Nullable String spec,
        Shape shape,
        @Nullable Integer symbols,
        @Nullable Double unit,
        @Nullable List<Double> values,
        @Nullable Integer quality,
        boolean images,
        @Nullable ArrayForm array,
        @Nullable Scaling scaling) {
    /** The version that is written. Of older ones, 2 is read; 1 was written with the exact runtime's earlier arithmetic. */
    public static final int VERSION = 3;

    private static final int OLDEST = 2;

    /** Checks that the fields fit each other; {@link IllegalArgumentException} says which does not. */
    public PnzHeader {
        values = values == null ? null : List.copyOf(values);
        if (version < OLDEST || version > VERSION) {
            throw new IllegalArgumentException(
                    "versions " + OLDEST + " and " + VERSION + " are those that can be read, got " + version);
        }
        if (version == VERSION && (spec == null || array == null)) {
            throw new IllegalArgumentException("spec and array must be there");
        }
        if (array != null
                && (array.size() != shape.size() || (images && !array.type().equals("|u1")))) {
            throw new IllegalArgumentException("items of shape " + shape + " do not stand in " + array);
        }
        if (scaling != null && scaling.scale().size() != 1 && scaling.scale().size() != shape.size()) {
            throw new IllegalArgumentException(scaling.scale().size() + " scales for shape " + shape);
        }
        boolean coded = symbols != null && (unit == null) != (values == null) && quality == null;
        boolean lossy = symbols == null && unit == null && values == null && quality != null;
        if (!coded && !lossy) {
            throw new IllegalArgumentException("either symbols with unit or values, or quality must be there");
        }
        if (symbols != null && (symbols < 2 || symbols > Alphabet.MAX_SYMBOLS)) {
            throw new IllegalArgumentException(
                    "symbols must be from 2 to " + Alphabet.MAX_SYMBOLS + ", got " + symbols);
        }
        if (unit != null && !(unit > 0 && unit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("unit must be positive and finite, got " + unit);
        }
        if (values != null && !isAscending(values)) {
            throw new IllegalArgumentException("values must be 1 to " + Alphabet.MAX_LISTED + ", ascending");
        }
        if (values != null && symbols != null && symbols != Math.max(2, values.size())) {
            throw new IllegalArgumentException(symbols + " symbols but " + values.size() + " values");
        }
        if (quality != null && (quality < 1 || quality > 100)) {
            throw new IllegalArgumentException("quality must be from 1 to 100, got " + quality);
        }
    }

    private static boolean isAscending(List<Double> values) {
        boolean ascending = !values.isEmpty() && values.size() <= Alphabet.MAX_LISTED;
        for (int k = 0; k < values.size(); k++) {
            ascending &= Double.isFinite(values.get(k)) && (k == 0 || values.get(k) > values.get(k - 1));
        }
        return ascending;
    }

    /**
     * The header of files of such items.
     *
     * @param quality 0 without loss
     */
    static PnzHeader of(Model model, Original original, boolean images, int quality) {
        Alphabet alphabet = original.alphabet();
        Scaling scaling = original.scaling();
        List<Double> listed = alphabet == null || alphabet.listed().isEmpty() ? null : alphabet.listed();
        return new PnzHeader(
                VERSION,
                model.weights().sha256(),
                SpecText.sha256(model.spec()),
                model.spec().schema().shape(),
                alphabet == null ? null : (Integer) alphabet.symbols(),
                alphabet == null || listed != null ? null : (Double) alphabet.unit(),
                listed,
                quality == 0 ? null : (Integer) quality,
                images,
                original.array(),
                scaling.equals(model.spec().schema().scaling()) ? null : scaling);
    }

    /** The header that {@code json} holds. */
    static PnzHeader read(byte[] json, String where) {
        JsonNode tree = Json.read(json, JsonNode.class, where);
        if (tree instanceof ObjectNode header && tree.path("version").asInt(0) == OLDEST) {
            for (String later : List.of("spec", "values", "array", "scaling")) {
                header.putNull(later);
            }
            header.put("images", false);
        }
        return Json.read(Json.writeLine(tree), PnzHeader.class, where);
    }

    /** Whether items come back as they were, bit for bit. */
    @JsonIgnore
    public boolean isLossless() {
        return quality == null;
    }
}
