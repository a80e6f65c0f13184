package dev.penumbra.eval.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The learners against scikit-learn 1.9.1, which was given the same points. */
class LearnersTest {
    private static final double[][] TRAIN = points(240, new Seed(1).named("train"));
    private static final double[][] TEST = points(1000, new Seed(1).named("test"));

    private static double[][] points(int n, Seed seed) {
        float[] z = seed.gaussians(3 * n);
        double[][] x = new double[n][3];
        for (int k = 0; k < z.length; k++) {
            x[k / 3][k % 3] = z[k];
        }
        return x;
    }

    /** Bands across a parabola. */
    private static int[] four(double[][] x) {
        return Arrays.stream(x)
                .mapToDouble(p -> p[0] + 0.5 * p[1] * p[1] + 0.1 * p[2])
                .mapToInt(s -> s < -0.3 ? 0 : s < 0.6 ? 1 : s < 1.5 ? 2 : 3)
                .toArray();
    }

    private static int[] two(double[][] x) {
        return Arrays.stream(four(x)).map(l -> l / 3).toArray();
    }

    @Test
    void logisticRegressionIsThatOfLiblinear() {
        // LogisticRegression(solver="liblinear", tol=1e-12), one class against the rest; the digits that were printed.
        LinearClassifier four = LinearClassifier.train(TRAIN, four(TRAIN), 4, LinearClassifier.Loss.LOGISTIC, 1, false);
        assertThat(four.weights()[0])
                .containsExactly(new double[] {-3.04983812, -0.07884274, -0.19753819, -2.08503302}, within(1e-7));
        assertThat(four.weights()[2])
                .containsExactly(new double[] {0.72778628, 0.05722111, 0.28918128, -1.04066895}, within(1e-7));
        assertThat(four.accuracy(TEST, four(TEST))).isEqualTo(0.588);
        LinearClassifier two = LinearClassifier.train(TRAIN, two(TRAIN), 2, LinearClassifier.Loss.LOGISTIC, 1, false);
        assertThat(two.weights()[0])
                .containsExactly(new double[] {1.64656106, -0.10746768, -0.0032689, -1.89940976}, within(1e-7));
        assertThat(two.accuracy(TEST, two(TEST))).isEqualTo(0.879);
    }

    @Test
    void theSupportVectorClassifierIsThatOfLiblinear() {
        // LinearSVC(C=0.01, class_weight="balanced", tol=1e-12): coordinate descent, which stops at about 1e-7.
        LinearClassifier four =
                LinearClassifier.train(TRAIN, four(TRAIN), 4, LinearClassifier.Loss.SQUARED_HINGE, 0.01, true);
        assertThat(four.weights()[0])
                .containsExactly(
                        new double[] {-0.565391182, -0.000364407393, -0.0394765972, -0.42991296}, within(1e-6));
        assertThat(four.weights()[3])
                .containsExactly(new double[] {0.392284893, -0.0169619016, -0.00258533599, -0.46821309}, within(1e-6));
        assertThat(four.accuracy(TEST, four(TEST))).isEqualTo(0.489);
        LinearClassifier two =
                LinearClassifier.train(TRAIN, two(TRAIN), 2, LinearClassifier.Loss.SQUARED_HINGE, 0.01, true);
        assertThat(two.weights()[0])
                .containsExactly(new double[] {0.46686958, -0.03021555, 0.01419369, -0.1550618}, within(1e-6));
        assertThat(two.accuracy(TEST, two(TEST))).isEqualTo(0.758);
    }

    @Test
    void boostedTreesAreThoseOfScikitLearnButForTies() {
        // GradientBoostingClassifier(random_state=0); equally good splits are chosen at random there.
        BoostedTrees four = BoostedTrees.train(TRAIN, four(TRAIN), 4);
        assertThat(four.importances()).containsExactly(new double[] {0.61733051, 0.33380974, 0.04885975}, within(0.01));
        assertThat(four.accuracy(TEST, four(TEST))).isCloseTo(0.856, within(0.01));
        assertThat(four.accuracy(TRAIN, four(TRAIN))).isEqualTo(1);
        BoostedTrees two = BoostedTrees.train(TRAIN, two(TRAIN), 2);
        assertThat(two.importances()).containsExactly(new double[] {0.5374241, 0.44364621, 0.0189297}, within(0.005));
        assertThat(two.accuracy(TEST, two(TEST))).isCloseTo(0.946, within(0.005));
    }

    @Test
    void aTreeSplitsWhereTheSquaredErrorFallsMost() {
        double[][] x = {{0}, {1}, {2}, {3}};
        byte[][] codes = Bins.of(x).encode(x);
        double[] importances = new double[1];
        RegressionTree tree =
                RegressionTree.grow(codes, new double[] {0, 0, 3, 5}, new double[] {1, 1, 1, 1}, 1, importances);
        for (int i = 0; i < 4; i++) {
            assertThat(tree.at(codes, i)).isEqualTo(new double[] {0, 0, 3, 5}[i]);
        }
        // The whole squared error about the mean 2: 4 + 4 + 1 + 9.
        assertThat(importances[0]).isEqualTo(18);
    }

    @Test
    void binsSplitBetweenNeighboursAndManyValuesAtTheWidestGaps() {
        double[][] few = {{3}, {1}, {1}, {2}};
        assertThat(Bins.of(few).edges()[0]).containsExactly(1.5, 2.5);
        assertThat(Bins.of(few).encode(few)[0]).containsExactly(2, 0, 0, 1);
        // 2,551 values have 2,550 places for 255 splits; the gaps are after ranks that no rule of equal ranks would
        // hit.
        double[][] many = new double[2551][1];
        for (int i = 0; i < many.length; i++) {
            many[i][0] = i + (i > 777 ? 5 : 0) + (i > 1234 ? 5 : 0);
        }
        byte[] codes = Bins.of(many).encode(many)[0];
        assertThat(Bins.of(many).edges()[0]).hasSize(255).contains(777 + 3, 1234 + 5 + 3);
        assertThat(codes[0] & 0xff).isZero();
        assertThat(codes[2550] & 0xff).isEqualTo(255);
        // A split where the gap is, else the first of ten places: a bin has at most 20 values.
        for (int i = 20; i < codes.length; i++) {
            assertThat(codes[i] & 0xff).isGreaterThan(codes[i - 20] & 0xff);
        }
    }
}
