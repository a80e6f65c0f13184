package dev.penumbra.latent.edit;

import dev.penumbra.InputException;
import dev.penumbra.Spelling;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A feature that has a name and, for each example of a data set, a number. */
public sealed interface Attribute {
    /** Names that a message lists. */
    int MAX_NAMED = 30;

    /** What it is called. */
    String name();

    /**
     * Its value.
     *
     * @param index of the example
     * @param x     the example, [d]
     */
    double of(Dataset data, int index, float[] x);

    /** A true factor of the data, by its number. */
    record Factor(String name, int factor) implements Attribute {
        @Override
        public double of(Dataset data, int index, float[] x) {
            return data.factor(index, factor);
        }
    }

    /** A measurement of the image itself. */
    record Stroke(Strokes.Quantity quantity) implements Attribute {
        @Override
        public String name() {
            return quantity.attribute();
        }

        @Override
        public double of(Dataset data, int index, float[] x) {
            return quantity.of(
                    x, 0, data.schema().shape().height(), data.schema().shape().width());
        }
    }

    /** Whether an example is of a class: 1 or 0. */
    record OfClass(String name, int label) implements Attribute {
        @Override
        public double of(Dataset data, int index, float[] x) {
            return data.label(index) == label ? 1 : 0;
        }
    }

    /** The measurement of strokes that {@code name} names, where images of this kind have it; else null. */
    static Strokes.@Nullable Quantity stroke(Schema schema, String name) {
        if (!schema.shape().isImage() || schema.shape().channels() != 1) {
            return null;
        }
        return Arrays.stream(Strokes.Quantity.values())
                .filter(q -> q.attribute().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The factors of the data, and of drawings what can be measured of strokes under the names that no factor has. */
    static List<Attribute> of(Dataset data) {
        List<Attribute> all = new ArrayList<>();
        List<String> factors = data.factorNames();
        for (int k = 0; k < factors.size(); k++) {
            all.add(new Factor(factors.get(k), k));
        }
        boolean drawn = Strokes.areDrawn(data);
        for (Strokes.Quantity quantity : Strokes.Quantity.values()) {
            if (drawn && !factors.contains(quantity.attribute())) {
                all.add(new Stroke(quantity));
            }
        }
        return all;
    }

    /** One attribute for each class of the data. */
    static List<Attribute> classes(Dataset data) {
        List<Attribute> all = new ArrayList<>();
        for (String name : data.schema().classes()) {
            all.add(new OfClass(name, all.size()));
        }
        return all;
    }

    /**
     * The attribute called {@code name}: a factor, a measurement of strokes, or a class.
     *
     * @throws InputException where there is none
     */
    static Attribute named(Dataset data, String name) {
        List<Attribute> all =
                Stream.concat(of(data).stream(), classes(data).stream()).toList();
        if (all.isEmpty()) {
            throw none(name);
        }
        return all.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = all.stream().map(Attribute::name).toList();
            return new InputException(
                    "The data has no attribute of this name",
                    "one of " + String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size()))),
                    name,
                    "--attribute",
                    Spelling.remedy(name, names));
        });
    }

    /** What to say where nothing is known of the examples. */
    static InputException none(String name) {
        return new InputException(
                "Nothing is known of the examples that could be edited",
                "data with known factors, with labels, or grey drawings of at most 128 x 128 pixels",
                "data without any",
                "--attribute " + name,
                "give two folders of examples, --with and --without");
    }
}
