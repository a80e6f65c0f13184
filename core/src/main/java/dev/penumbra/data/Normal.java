package dev.penumbra.data;

import dev.penumbra.InputException;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Learning some classes alone, to find what is of none of them.
 *
 * @param classes their names, at least one
 */
public record Normal(List<String> classes) {
    /**
     * {@code source} with only normal examples to learn from and to choose by. A published test part stays whole.
     *
     * @throws InputException where one of the classes is not in the data, or all examples or none would be learned
     */
    public Source learned(Source source) {
        Dataset train = source.train();
        for (String name : classes) {
            if (!train.schema().classes().contains(name)) {
                throw refuse(
                        "The data has no such class.",
                        train.schema().classes().isEmpty()
                                ? "data with labels"
                                : "some of " + String.join(", ", train.schema().classes()),
                        name);
            }
        }
        Dataset normal = only(train, true);
        if (normal == null) {
            throw refuse("There is nothing to learn.", "examples of these classes", "none in the training part");
        }
        Dataset validation = source.validation();
        return new Source(source.name(), normal, validation == null ? null : only(validation, true), source.test());
    }

    /** {@code splits} of {@link #learned} with what was not learned in the test part too, unless {@code source} has one. */
    public Splits withOthers(Splits splits, Source source) {
        Dataset others = only(source.train(), false);
        if (source.test() != null || others == null) {
            return splits;
        }
        Dataset test = splits.test();
        return new Splits(
                splits.train(), splits.validation(), test == null ? others : Joined.of(List.of(test, others)));
    }

    /** The examples of {@code data} that are normal, or those that are not; null where there are none. */
    public @Nullable Dataset only(Dataset data, boolean normal) {
        IntPredicate chosen = i -> classes.contains(data.className(i)) == normal;
        int[] indices = IntStream.range(0, data.size()).filter(chosen).toArray();
        return indices.length == 0 ? null : new Subset(data, indices);
    }

    private static InputException refuse(String what, String expected, String received) {
        return new InputException(
                what, expected, received, "--normal", "name classes of the data, as `penumbra data show` lists them");
    }
}
