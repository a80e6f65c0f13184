package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Divides data into training, validation and test. */
public final class Splitter {
    private Splitter() {}

    /**
     * Splits at random, by {@code seed} alone. Every class with at least three examples is in every part, in proportion. Splits
     * that the publisher made are kept and their fractions ignored. {@link Standardization} says which values are standardized; it is by the training part alone.
     *
     * @param validationFraction share of the validation part, 0 (no validation, even where it was published) to 1
     * @param testFraction       share of the test part, 0 to 1; above 0 unless a test part was published
     * @throws InputException when the fractions are out of range or there are too few examples
     */
    public static Splits split(Source source, Seed seed, double validationFraction, double testFraction) {
        return split(source, seed, validationFraction, testFraction, true);
    }

    /** The same, where {@code standardize} is false with all values as the source has them: for a model of counts. */
    public static Splits split(
            Source source, Seed seed, double validationFraction, double testFraction, boolean standardize) {
        boolean publishedTest = source.test() != null;
        boolean publishedValidation = source.validation() != null;
        requireFractions(validationFraction, testFraction, publishedTest);
        double cutTest = publishedTest ? 0 : testFraction;
        double cutValidation = publishedValidation ? 0 : validationFraction;

        List<Integer> train = new ArrayList<>();
        List<Integer> validation = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        for (List<Integer> stratum : Stratified.strata(source.train(), seed.named("split"))) {
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
                    "use more data or smaller fractions");
        }
        Dataset whole = source.train();
        Dataset fit = test.isEmpty() && validation.isEmpty() ? whole : new Subset(whole, Stratified.sorted(train));
        Values values = all(source);
        Schema schema = Standardization.fit(fit, values, standardize);
        Dataset testPart = publishedTest ? source.test() : part(whole, test);
        if (testPart == null) {
            throw new IllegalStateException("a test part was checked for");
        }
        Dataset validationPart =
                validationFraction == 0 ? null : publishedValidation ? source.validation() : part(whole, validation);
        return new Splits(
                Rescaled.to(schema, fit),
                validationPart == null ? null : Rescaled.to(schema, validationPart),
                Rescaled.to(schema, testPart));
    }

    /** The raw values of all parts. */
    private static Values all(Source source) {
        Values all = ValueRange.of(source.train());
        for (Dataset part : IdxFiles.present(source.validation(), source.test())) {
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

    private static void requireFractions(double validation, double test, boolean publishedTest) {
        if (!(validation >= 0) || !(test >= 0) || !(validation + test < 1)) {
            throw new InputException(
                    "The fractions leave nothing to learn from.",
                    "fractions of at least 0 with a sum below 1",
                    "validation " + validation + ", test " + test,
                    "validationFraction, testFraction",
                    "use for example 0.1 and 0.1");
        }
        if (test == 0 && !publishedTest) {
            throw new InputException(
                    "Without a test part nothing can be judged.",
                    "a fraction above 0, since this set has no published test part",
                    "0",
                    "testFraction",
                    "use for example 0.1");
        }
    }
}
