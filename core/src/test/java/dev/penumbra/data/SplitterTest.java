package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitterTest {
    /** Example i has the one value i, and a second that never changes. */
    private static Dataset numbered(int n, int @Nullable [] labels, int classes) {
        float[] values = new float[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = i;
            values[2 * i + 1] = 5;
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
        return new ArrayDataset(new Schema(Shape.of(2), Scaling.NONE, List.of("a", "b"), names), values, labels);
    }

    private static Source source(Dataset train) {
        return new Source("test", train, null, null);
    }

    /** The numbers of the examples, whatever scaling they have. */
    private static List<Integer> ids(@Nullable Dataset data) {
        Dataset d = Objects.requireNonNull(data);
        return IntStream.range(0, d.size())
                .mapToObj(i -> (int) Math.round(d.schema().scaling().toRaw(Bytes.example(d, i)[0], 0)))
                .toList();
    }

    @Test
    void partsAreDisjointCompleteAndOfTheAskedSize() {
        Splits splits = Splitter.split(source(numbered(1000, null, 0)), new Seed(1), 0.1, 0.2);
        List<Integer> all = new ArrayList<>(ids(splits.train()));
        all.addAll(ids(splits.validation()));
        all.addAll(ids(splits.test()));
        assertThat(all).hasSize(1000).doesNotHaveDuplicates();
        assertThat(ids(splits.validation())).hasSize(100);
        assertThat(Objects.requireNonNull(splits.test()).size()).isEqualTo(200);
    }

    @Test
    void theSeedDecidesAndNothingElse() {
        Source source = source(numbered(100, null, 0));
        List<Integer> first = ids(Splitter.split(source, new Seed(1), 0.1, 0.1).test());
        assertThat(ids(Splitter.split(source, new Seed(1), 0.1, 0.1).test())).isEqualTo(first);
        assertThat(ids(Splitter.split(source, new Seed(2), 0.1, 0.1).test())).isNotEqualTo(first);
    }

    @Test
    void everyClassIsInEveryPartInProportion() {
        int[] labels = new int[203];
        for (int i = 0; i < 203; i++) {
            labels[i] = i < 160 ? 0 : i < 200 ? 1 : 2;
        }
        Splits splits = Splitter.split(source(numbered(203, labels, 3)), new Seed(5), 0.1, 0.1);
        for (Dataset part :
                new Dataset[] {Objects.requireNonNull(splits.validation()), Objects.requireNonNull(splits.test())}) {
            int[] counts = new int[3];
            for (int i = 0; i < part.size(); i++) {
                counts[part.label(i)]++;
            }
            assertThat(counts).containsExactly(16, 4, 1);
        }
        assertThat(splits.train().size()).isEqualTo(203 - 42);
    }

    @Test
    void classesOfOneExampleEachAreSplitLikeUnlabelledData() {
        int[] labels = IntStream.range(0, 20).toArray();
        Splits splits = Splitter.split(source(numbered(20, labels, 20)), new Seed(5), 0.1, 0.2);
        assertThat(Objects.requireNonNull(splits.test()).size()).isEqualTo(4);
    }

    /** How many examples each class has in a part. */
    private static int[] counts(Dataset part, int classes) {
        int[] counts = new int[classes];
        for (int i = 0; i < part.size(); i++) {
            counts[part.label(i)]++;
        }
        return counts;
    }

    @ParameterizedTest
    @CsvSource({"3, 100", "1, 300", "2, 150", "4, 75", "10, 30", "7, 43", "30, 10"})
    void manySmallClassesLeaveThePartsAsLargeAsTheyWereAskedFor(int each, int classes) {
        int n = each * classes;
        int[] labels = IntStream.range(0, n).map(i -> i % classes).toArray();
        Splits splits = Splitter.split(source(numbered(n, labels, classes)), new Seed(1), 0.05, 0.1);
        Dataset validation = Objects.requireNonNull(splits.validation());
        Dataset test = Objects.requireNonNull(splits.test());
        assertThat(test.size()).isEqualTo((int) Math.round(n * 0.1));
        assertThat(validation.size()).isEqualTo((int) Math.round(n * 0.05));
        assertThat(splits.train().size()).isEqualTo(n - test.size() - validation.size());
        int[] held = counts(test, classes);
        for (int c = 0; c < classes; c++) {
            // The share of a class, to the nearest whole example above or below.
            assertThat(held[c]).isBetween((int) Math.floor(each * 0.1), (int) Math.ceil(each * 0.1));
            if (each > 1) {
                assertThat(counts(splits.train(), classes)[c]).isPositive();
            }
        }
    }

    /** The split as it was from the first version on: every class deals by itself. */
    @Test
    void largeClassesAreDealtAsTheyAlwaysWere() {
        int[] labels = IntStream.range(0, 150).map(i -> i / 50).toArray();
        Source source = source(numbered(150, labels, 3));
        Splits evenly = Splitter.parts(source, new Seed(1), 0.05, 0.1, SmallClasses.EVENLY);
        Splits before = Splitter.parts(source, new Seed(1), 0.05, 0.1, SmallClasses.IN_EVERY_PART);
        assertThat(ids(evenly.test())).isEqualTo(ids(before.test()));
        assertThat(ids(evenly.validation())).isEqualTo(ids(before.validation()));
        List<Integer> expected = new ArrayList<>();
        int[] taken = new int[3];
        for (int i : new Seed(1).named("split").permutation(150)) {
            if (taken[labels[i]]++ < 5) {
                expected.add(i);
            }
        }
        assertThat(ids(evenly.test())).isEqualTo(expected.stream().sorted().toList());
    }

    @Test
    void runsOfBeforeKeepTheirSmallClassesInEveryPart() {
        int[] labels = IntStream.range(0, 300).map(i -> i / 3).toArray();
        Splits splits =
                Splitter.parts(source(numbered(300, labels, 100)), new Seed(1), 0.05, 0.1, SmallClasses.IN_EVERY_PART);
        assertThat(counts(Objects.requireNonNull(splits.test()), 100)).containsOnly(1);
        assertThat(counts(Objects.requireNonNull(splits.validation()), 100)).containsOnly(1);
    }

    @Test
    void aTestPartThatIsNotWantedLeavesAllToTraining() {
        Splits splits = Splitter.split(source(numbered(10, null, 0)), new Seed(1), 0, 0);
        assertThat(splits.test()).isNull();
        assertThat(splits.validation()).isNull();
        assertThat(splits.train().size()).isEqualTo(10);
        assertThat(Splitter.split(source(numbered(1, null, 0)), new Seed(1), 0, 0)
                        .train()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void theSplitOfSmallClassesDependsOnTheSeedAlone() {
        int[] labels = IntStream.range(0, 60).map(i -> i / 2).toArray();
        Source source = source(numbered(60, labels, 30));
        List<Integer> first = ids(Splitter.split(source, new Seed(1), 0.1, 0.2).test());
        assertThat(ids(Splitter.split(source, new Seed(1), 0.1, 0.2).test())).isEqualTo(first);
        assertThat(ids(Splitter.split(source, new Seed(2), 0.1, 0.2).test())).isNotEqualTo(first);
    }

    @Test
    void foldsSpreadEverySmallClass() {
        int[] labels = IntStream.range(0, 60).map(i -> i / 2).toArray();
        for (Fold fold : Folds.of(numbered(60, labels, 30), 5, new Seed(1), SmallClasses.EVENLY)) {
            assertThat(fold.validation().size()).isEqualTo(12);
            for (int count : counts(fold.validation(), 30)) {
                assertThat(count).isBetween(0, 1);
            }
        }
    }

    @Test
    void publishedPartsAreKept() {
        Dataset validation = numbered(7, null, 0);
        Dataset test = numbered(9, null, 0);
        Source source = new Source("test", numbered(50, null, 0), validation, test);
        Splits splits = Splitter.split(source, new Seed(1), 0.5, 0.3);
        assertThat(splits.train().size()).isEqualTo(50);
        assertThat(ids(splits.validation())).hasSize(7);
        assertThat(Objects.requireNonNull(splits.test()).size()).isEqualTo(9);
        assertThat(Splitter.split(source, new Seed(1), 0, 0).validation()).isNull();
    }

    @Test
    void withoutValidationThereIsNone() {
        Splits splits = Splitter.split(source(numbered(10, null, 0)), new Seed(1), 0, 0.2);
        assertThat(splits.validation()).isNull();
        assertThat(splits.train().size()).isEqualTo(8);
    }

    @Test
    void columnsAreStandardizedByTheTrainingPartAlone() {
        Splits splits = Splitter.split(source(numbered(100, null, 0)), new Seed(1), 0.2, 0.2);
        List<Integer> train = ids(splits.train());
        double mean = train.stream().mapToInt(i -> i).average().orElseThrow();
        double variance =
                train.stream().mapToDouble(i -> (i - mean) * (i - mean)).sum() / train.size();
        Scaling scaling = splits.train().schema().scaling();
        // Sums of 60 doubles: rounding stays far below 1e-12 of the values.
        assertThat(scaling.shift().getFirst()).isCloseTo(mean, within(1e-10));
        assertThat(scaling.scale().getFirst()).isCloseTo(Math.sqrt(variance), within(1e-10));
        assertThat(scaling.shift().get(1)).isEqualTo(5);
        assertThat(scaling.scale().get(1)).as("a constant column").isEqualTo(1);
        assertThat(Objects.requireNonNull(splits.test()).schema())
                .isEqualTo(splits.train().schema());
        assertThat(Bytes.example(Objects.requireNonNull(splits.test()), 0)[1]).isZero();
    }

    @Test
    void imagesGetOneScaleForAllPixels() {
        float[] values = {-1, 3, 5, 1, -1, 3, 5, 1, -1, 3, 5, 1, -1, 3, 5, 1};
        Schema schema = new Schema(Shape.image(1, 2, 2), Scaling.NONE, List.of(), List.of());
        Dataset images = new ArrayDataset(schema, values, null);
        Scaling scaling = Standardization.fit(images, ValueRange.of(images), Standardization.Which.ALL)
                .scaling();
        assertThat(scaling.shift()).containsExactly(2.0);
        assertThat(scaling.scale()).hasSize(1);
        assertThat(scaling.scale().getFirst()).isCloseTo(Math.sqrt(5), within(1e-12));
    }

    @Test
    void valuesWithinZeroAndOneStayAsTheyAre() {
        Schema images = new Schema(Shape.image(1, 1, 1), Scaling.NONE, List.of(), List.of());
        Dataset data = new ArrayDataset(images, new float[] {0, 0.5f, 1, 0.25f}, null);
        assertThat(scaling(data)).isEqualTo(Scaling.NONE);
        Schema table = new Schema(Shape.of(1), Scaling.NONE, List.of(), List.of());
        assertThat(scaling(new ArrayDataset(table, new float[] {0, 1, 1, 0}, null)))
                .isEqualTo(Scaling.NONE);
    }

    private static Scaling scaling(Dataset data) {
        return Splitter.split(source(data), new Seed(1), 0, 0.3)
                .train()
                .schema()
                .scaling();
    }

    @Test
    void aTableOfSharesIsStandardizedLikeAnyOther() {
        Schema table = new Schema(Shape.of(1), Scaling.NONE, List.of(), List.of());
        float[] shares = {0, 0.5f, 1, 0.25f, 0.75f, 0.125f};
        float[] scaled = new float[shares.length];
        for (int i = 0; i < shares.length; i++) {
            scaled[i] = 10 * shares[i] - 5;
        }
        Dataset one = Splitter.split(source(new ArrayDataset(table, shares, null)), new Seed(1), 0, 0.3)
                .train();
        Dataset other = Splitter.split(source(new ArrayDataset(table, scaled, null)), new Seed(1), 0, 0.3)
                .train();
        for (int i = 0; i < one.size(); i++) {
            assertThat(Bytes.example(one, i)[0]).isCloseTo(Bytes.example(other, i)[0], within(1e-6f));
        }
    }

    @Test
    void tooFewExamplesOrImpossibleFractionsAreRefused() {
        Source two = source(numbered(2, null, 0));
        assertThatThrownBy(() -> Splitter.split(two, new Seed(1), 0.1, 0.1)).isInstanceOf(InputException.class);
        Source many = source(numbered(100, null, 0));
        for (double[] f : new double[][] {{-0.1, 0.1}, {0.1, -0.1}, {0.5, 0.5}, {Double.NaN, 0.1}}) {
            assertThatThrownBy(() -> Splitter.split(many, new Seed(1), f[0], f[1]))
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void foldsHoldOutEveryExampleOnceWithItsShareOfEveryClass() {
        int[] labels = IntStream.range(0, 103).map(i -> i % 4 == 0 ? 1 : 0).toArray();
        Dataset train = numbered(103, labels, 2);
        List<Fold> folds = Folds.of(train, 5, new Seed(1), SmallClasses.EVENLY);
        List<Integer> heldOut = new ArrayList<>();
        for (Fold fold : folds) {
            List<Integer> validation = ids(fold.validation());
            heldOut.addAll(validation);
            assertThat(ids(fold.train()))
                    .doesNotContainAnyElementsOf(validation)
                    .hasSize(103 - validation.size());
            assertThat(validation.size()).isBetween(20, 21);
            long ones = IntStream.range(0, validation.size())
                    .filter(i -> fold.validation().label(i) == 1)
                    .count();
            assertThat(ones).isBetween(5L, 6L);
        }
        assertThat(heldOut).hasSize(103).doesNotHaveDuplicates();
        assertThat(ids(Folds.of(train, 5, new Seed(1), SmallClasses.EVENLY)
                        .getFirst()
                        .validation()))
                .isEqualTo(ids(folds.getFirst().validation()));
        for (int k : new int[] {1, 0, -1, 104}) {
            assertThatThrownBy(() -> Folds.of(train, k, new Seed(1), SmallClasses.EVENLY))
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void pixelsAndImagesWithoutScalingAreTheSameToAModel() {
        Schema pixels = Schema.image(Shape.image(1, 1, 2), List.of());
        Schema plain = new Schema(Shape.image(1, 1, 2), Scaling.NONE, List.of(), List.of());
        float[] values = {0.25f, 1};
        assertThat(Bytes.example(Rescaled.to(pixels, new ArrayDataset(plain, values, null)), 0))
                .containsExactly(values);
        assertThat(Bytes.example(Rescaled.to(plain, new ArrayDataset(pixels, values, null)), 0))
                .containsExactly(values);
    }

    @Test
    void newDataIsScaledLikeTheModelsAndOtherShapesAreRefused() {
        Schema model = new Schema(
                Shape.of(2), new Scaling(List.of(1.0, 5.0), List.of(2.0, 1.0)), List.of("a", "b"), List.of());
        Dataset seen = Rescaled.to(model, numbered(4, null, 0));
        assertThat(Bytes.example(seen, 3)).containsExactly(1, 0);
        // Back to what it was: the scaling is taken off before another is put on.
        Dataset back = Rescaled.to(numbered(4, null, 0).schema(), seen);
        assertThat(Bytes.example(back, 3)).containsExactly(3, 5);
        Schema other = new Schema(Shape.of(2), Scaling.NONE, List.of("b", "a"), List.of());
        assertThatThrownBy(() -> Rescaled.to(other, seen)).isInstanceOf(InputException.class);
        Schema three = new Schema(Shape.of(3), Scaling.NONE, List.of(), List.of());
        assertThatThrownBy(() -> Rescaled.to(three, seen)).isInstanceOf(InputException.class);
    }
}
