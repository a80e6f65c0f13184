package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Divides data into training, validation and test. */
public final class Splitter {
    private Splitter() {}

    /**
     * Splits at random, by {@code seed} alone. Every part has its share of every class; classes too small for that are spread over the
     * parts ({@link SmallClasses#EVENLY}). Splits that the publisher made are kept and their fractions ignored. {@link Standardization} says
     * which values are standardized: by the training part alone.
     *
     * @param validationFraction share of the validation part, 0 (no validation, even where it was published) to 1
     * @param testFraction       share of the test part, 0 (no test part but a published one) to 1
     * @throws InputException when the fractions are out of range or there are too few examples
     */
    public static Splits split(Source source, Seed seed, double validationFraction, double testFraction) {
        Splits parts = parts(source, seed, validationFraction, testFraction, SmallClasses.EVENLY);
        return standardized(parts, Standardization.Which.ALL);
    }

    /** The same with all values as the source has them. */
    public static Splits parts(
            Source source, Seed seed, double validationFraction, double testFraction, SmallClasses small) {
        requireFractions(validationFraction, testFraction);
        double cutTest = source.test() != null ? 0 : testFraction;
        double cutValidation = source.validation() != null ? 0 : validationFraction;

        List<Integer> train = new ArrayList<>();
        List<Integer> validation = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        IntPredicate alone = small == SmallClasses.IN_EVERY_PART
                ? n -> n >= Stratified.ENOUGH
                : n -> isNear(n, cutTest) && isNear(n, cutValidation);
        for (List<Integer> stratum : Stratified.strata(source.train(), seed.named("split"), alone, small)) {
            int n = stratum.size();
            int tests = share(n, cutTest);
            int validations = share(n, cutValidation);
            if (tests + validations >= n) {
                train.addAll(stratum);
                continue;
            }
            test.addAll(stratum.subList(0, tests));
            validation.addAll(stratum.subList(tests, tests + validations));
            train.addAll(stratum.subList(tests + validations, n));
        }
        if (train.isEmpty() || (cutTest > 0 && test.isEmpty()) || (cutValidation > 0 && validation.isEmpty())) {
            throw new InputException(
                    "There are too few examples to split.",
                    "at least one example for each part",
                    source.train().size() + " examples",
                    source.name(),
                    "use more data, or a fraction of 0 for a part that is not needed");
        }
        Dataset whole = source.train();
        return new Splits(
                test.isEmpty() && validation.isEmpty() ? whole : new Subset(whole, Stratified.sorted(train)),
                validationFraction == 0 ? null : cutValidation == 0 ? source.validation() : part(whole, validation),
                source.test() != null ? source.test() : part(whole, test));
    }

    /** The same parts as a model sees them, standardized by the training part alone. */
    public static Splits standardized(Splits splits, Standardization.Which which) {
        Schema schema = Standardization.fit(splits.train(), values(splits), which);
        return new Splits(
                Rescaled.part(schema, splits.train()),
                splits.validation() == null ? null : Rescaled.part(schema, splits.validation()),
                splits.test() == null ? null : Rescaled.part(schema, splits.test()));
    }

    /** Whether whole examples come within a quarter of what {@code fraction} asks of n. */
    private static boolean isNear(int n, double fraction) {
        return Math.abs(share(n, fraction) - n * fraction) <= n * fraction / 4;
    }

    private static Values values(Splits splits) {
        Values all = ValueRange.of(splits.train());
        for (Dataset part : IdxFiles.present(splits.validation(), splits.test())) {
            all = all.and(ValueRange.of(part));
        }
        return all;
    }

    private static @Nullable Dataset part(Dataset whole, List<Integer> indices) {
        return indices.isEmpty() ? null : new Subset(whole, Stratified.sorted(indices));
    }

    /** The nearest count to {@code fraction} of n, but at least 1 where anything was asked for. */
    private static int share(int n, double fraction) {
        return fraction == 0 ? 0 : Math.max(1, (int) Math.round(n * fraction));
    }

    private static void requireFractions(double validation, double test) {
        if (!(validation >= 0) || !(test >= 0) || !(validation + test < 1)) {
            throw new InputException(
                    "The fractions leave nothing to learn from.",
                    "fractions of at least 0 with a sum below 1",
                    "validation " + validation + ", test " + test,
                    "validationFraction, testFraction",
                    "use for example 0.1 and 0.1");
        }
    }
}
