package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.ForwardingDataset;
import dev.penumbra.data.Schema;
import dev.penumbra.model.ModelSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which class a conditional model is applied with. */
public final class Condition {
    private Condition() {}

    /**
     * The class called {@code nameOrIndex}.
     *
     * @return its index, -1 for a model that is not conditioned on any class
     * @throws InputException where a conditional model has no such class or none is given, and where one is given to another model
     */
    public static int label(ModelSpec spec, @Nullable String nameOrIndex) {
        if (spec.classes() == 0) {
            if (nameOrIndex != null) {
                throw new InputException(
                        "The model is not conditioned on a class.",
                        "no label",
                        nameOrIndex,
                        "--label",
                        "leave --label out, or train with --conditional");
            }
            return -1;
        }
        int named = nameOrIndex == null ? -1 : spec.schema().classes().indexOf(nameOrIndex);
        if (named >= 0) {
            return named;
        }
        if (nameOrIndex != null && nameOrIndex.matches("\\d{1,9}")) {
            int index = Integer.parseInt(nameOrIndex);
            if (index < spec.classes()) {
                return index;
            }
        }
        throw noClass(spec, nameOrIndex == null ? "no label" : nameOrIndex, "--label");
    }

    /**
     * {@code data} with labels as the model counts its classes: each example's own, by the name of its class, else {@code
     * otherwise}. Data for an unconditional model stays as it is.
     *
     * @param otherwise name or index of a class, or null
     * @throws InputException at once where the data has no labels and {@code otherwise} is null, or has a class that the model does
     *     not know
     */
    public static Dataset of(ModelSpec spec, Dataset data, @Nullable String otherwise) {
        if (spec.classes() == 0) {
            label(spec, otherwise);
            return data;
        }
        List<String> known = spec.schema().classes();
        int[] toModel = new int[data.schema().classes().size()];
        for (int c = 0; c < toModel.length; c++) {
            String name = data.schema().classes().get(c);
            toModel[c] = known.isEmpty() ? c : known.indexOf(name);
            if (toModel[c] < 0 || toModel[c] >= spec.classes()) {
                throw noClass(spec, name, "the data's labels");
            }
        }
        int fallback = otherwise == null && data.label(0) >= 0 ? -1 : label(spec, otherwise);
        return new Labelled(data, known, toModel, fallback);
    }

    private static InputException noClass(ModelSpec spec, String received, String where) {
        List<String> classes = spec.schema().classes();
        String names = classes.isEmpty() ? "0 to " + (spec.classes() - 1) : String.join(", ", classes);
        return new InputException(
                "The model is conditioned on a class.",
                "one of " + names,
                received,
                where,
                "use data with labels, or give --label CLASS");
    }

    /** See {@link #of}. */
    private static final class Labelled extends ForwardingDataset {
        private final List<String> classes;
        private final int[] toModel;
        private final int otherwise;

        Labelled(Dataset data, List<String> classes, int[] toModel, int otherwise) {
            super(data);
            this.classes = classes;
            this.toModel = toModel;
            this.otherwise = otherwise;
        }

        @Override
        public Schema schema() {
            return data.schema().withClasses(classes);
        }

        @Override
        public int label(int index) {
            int own = data.label(index);
            return own < 0 ? otherwise : toModel[own];
        }
    }
}
