package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.Spelling;
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
     * The classes called {@code names} among {@code all}. Names that were taken apart at a comma are one class where that has a comma in
     * its name.
     *
     * @throws InputException where one of them is not in the data
     */
    public static Normal of(List<String> names, List<String> all) {
        String joined = String.join(",", names);
        if (all.contains(joined)) {
            return new Normal(List.of(joined));
        }
        for (String name : names) {
            if (!all.contains(name)) {
                throw new InputException(
                        "The data has no such class.",
                        all.isEmpty() ? "data with labels" : "some of " + String.join(", ", all),
                        name,
                        "--normal",
                        all.isEmpty() ? "leave --normal out" : Spelling.remedy(name, all));
            }
        }
        return new Normal(names);
    }

    /**
     * {@code source} with only normal examples to learn from and to choose by. A published test part stays whole.
     *
     * @throws InputException where there is nothing to learn
     */
    public Source learned(Source source) {
        Dataset train = source.train();
        Dataset normal = only(train, true);
        if (normal == null) {
            throw new InputException(
                    "There is nothing to learn.",
                    "examples of these classes in the training part",
                    "none of " + String.join(", ", classes),
                    "--normal",
                    "name classes of the data, as `penumbra data show` lists them");
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
}
