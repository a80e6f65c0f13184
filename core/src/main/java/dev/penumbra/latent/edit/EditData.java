package dev.penumbra.latent.edit;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Contrast;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.SmallClasses;
import dev.penumbra.data.Source;
import dev.penumbra.data.Splits;
import dev.penumbra.data.Splitter;
import dev.penumbra.latent.Condition;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Data to learn directions from and to judge them on. Attributes are measured on the values as they are, also where the model sees them drawn.
 *
 * @param train  to learn from
 * @param test   to judge on
 * @param pixels what the model sees of either
 */
public record EditData(Dataset train, Dataset test, Pixels pixels) {
    /** Examples that directions are learned from, at most. */
    private static final int MAX_TRAIN = 10_000;

    /** Held-out examples, at most. */
    private static final int MAX_TEST = 2000;

    /** The part that is held out where the data has no test part of its own. */
    private static final double TEST = 0.2;

    /** Splits of data that is in the model's form already; where none is held out, a fifth of what there is. */
    public static EditData of(Splits splits, Pixels pixels, Seed seed) {
        Dataset held = splits.test() != null ? splits.test() : splits.validation();
        if (held != null) {
            return new EditData(splits.train(), held, pixels);
        }
        Splits own = held(new Source("the training part", splits.train(), null, null), seed);
        return new EditData(own.train(), Objects.requireNonNull(own.test()), pixels);
    }

    private static Splits held(Source source, Seed seed) {
        return Splitter.parts(source, seed, 0, TEST, SmallClasses.EVENLY);
    }

    /**
     * Any data, brought to the model's form: its test part or, where it has none, a fifth of it is held out. A conditional model is given the
     * examples' classes by their names.
     *
     * @throws InputException where it is of another kind than the model reads, or too small, or has not the classes of a conditional model
     */
    public static EditData of(Inference inference, Source source, Pixels pixels, Seed seed) {
        Splits splits = held(source, seed);
        ModelSpec spec = inference.model().spec();
        return new EditData(fitted(spec, splits.train()), fitted(spec, Objects.requireNonNull(splits.test())), pixels);
    }

    private static Dataset fitted(ModelSpec spec, Dataset data) {
        return Condition.of(spec, Items.fitted(spec.schema(), data), null);
    }

    /**
     * Examples that have {@code attribute}, and examples that have not: of both a fifth is held out.
     *
     * @throws InputException where they are of another kind than the model reads, or too few, or the model is conditioned on classes
     */
    public static EditData of(
            Inference inference, String attribute, Dataset with, Dataset without, Pixels pixels, Seed seed) {
        if (inference.model().spec().classes() > 0) {
            throw new InputException(
                    "The model is conditioned on classes, which these examples do not tell",
                    "a model without --conditional",
                    "one with " + inference.model().spec().classes() + " classes",
                    "--with, --without",
                    "learn from data with labels or factors");
        }
        return of(inference, new Source(attribute, new Contrast(attribute, with, without), null, null), pixels, seed);
    }

    /** The attributes called {@code names}; of one name "all" every factor and measurement, or where there is none every class. */
    public List<Attribute> asked(List<String> names) {
        if (!names.equals(List.of("all"))) {
            return names.stream().distinct().map(n -> Attribute.named(train, n)).toList();
        }
        List<Attribute> all = Attribute.of(train);
        List<Attribute> some = all.isEmpty() ? Attribute.classes(train) : all;
        if (some.isEmpty()) {
            throw Attribute.none("all");
        }
        return some;
    }

    /** The training examples with all attributes of the data and those that are asked for. */
    public Examples train(Inference inference, List<Attribute> asked, Seed seed) {
        return examples(inference, train, asked, MAX_TRAIN, seed.named("train"));
    }

    /** The held-out examples, likewise. */
    public Examples test(Inference inference, List<Attribute> asked, Seed seed) {
        return examples(inference, test, asked, MAX_TEST, seed.named("test"));
    }

    private Examples examples(Inference inference, Dataset data, List<Attribute> asked, int max, Seed seed) {
        List<Attribute> all = new ArrayList<>(Attribute.of(train));
        asked.stream().filter(a -> !all.contains(a)).forEach(all::add);
        return Examples.of(inference, data, pixels.once(data, seed.named("pixels")), all, max, seed);
    }
}
