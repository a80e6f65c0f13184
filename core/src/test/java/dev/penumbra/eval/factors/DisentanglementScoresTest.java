package dev.penumbra.eval.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DisentanglementScoresTest {
    private static final int N = 3000;
    private static final List<String> NAMES = List.of("a", "b", "c");

    private static int[][] levels(int... counts) {
        SplittableRandom random = new SplittableRandom(1);
        int[][] levels = new int[N][counts.length];
        for (int[] row : levels) {
            for (int k = 0; k < counts.length; k++) {
                row[k] = random.nextInt(counts[k]);
            }
        }
        return levels;
    }

    /** [n, v] of the rows' linear images with a little noise. */
    private static float[] means(int[][] levels, double[][] matrix) {
        float[] noise = new Seed(7).gaussians(N * matrix.length);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < matrix.length; j++) {
                double sum = 0.003 * noise[i * matrix.length + j];
                for (int k = 0; k < levels[i].length; k++) {
                    sum += matrix[j][k] * levels[i][k];
                }
                noise[i * matrix.length + j] = (float) sum;
            }
        }
        return noise;
    }

    @Test
    void aDimensionForEachFactorIsPerfect() {
        int[][] levels = levels(2, 3, 4);
        // In another order, with a mirrored one, and one more that carries nothing.
        float[] means = means(levels, new double[][] {{0, 1, 0}, {0, 0, -0.7}, {0, 0, 0}, {2, 0, 0}});
        DisentanglementScores scores = DisentanglementScores.of(means, 4, levels, NAMES, new Seed(1));
        // Counts overestimate the information of an independent dimension by (19 bins)(levels - 1) / (2 * 2000) at
        // most.
        assertThat(scores.mig()).isBetween(0.97, 1.0);
        assertThat(scores.disentanglement()).isBetween(0.99, 1.0);
        assertThat(scores.completeness()).isBetween(0.99, 1.0);
        assertThat(scores.informativeness()).isEqualTo(1);
        assertThat(scores.factorVae()).isEqualTo(1);
        assertThat(scores.betaVae()).isEqualTo(1);
        assertThat(scores.factors())
                .extracting(DisentanglementScores.FactorScore::bestLatent)
                .containsExactly(3, 0, 1);
        assertThat(scores.factors())
                .extracting(DisentanglementScores.FactorScore::levels)
                .containsExactly(2, 3, 4);
        DisentanglementScores.FactorScore first = scores.factors().getFirst();
        // Of two levels the right dimension predicts all, another half, up to the chance of 1,000 examples.
        assertThat(first.sapGap()).isCloseTo(0.5, within(0.07));
        assertThat(first.entropy()).isCloseTo(Math.log(2), within(0.002));
        assertThat(first.information().get(3)).isCloseTo(first.entropy(), within(1e-12));
        assertThat(first.importance().get(3)).isGreaterThan(0.99);
        assertThat(first.completeness()).isGreaterThan(0.99);
    }

    @Test
    void aRotationByFortyFiveDegreesTellsAllAndSeparatesNothing() {
        int[][] levels = levels(4, 4);
        float[] means = means(levels, new double[][] {{1, 1}, {1, -1}});
        DisentanglementScores scores = DisentanglementScores.of(means, 2, levels, List.of("a", "b"), new Seed(1));
        assertThat(scores.informativeness()).isGreaterThan(0.95);
        // Both dimensions tell the same about both factors; what remains is the noise of 2,000 and 1,000 examples.
        assertThat(scores.mig()).isBetween(0.0, 0.05);
        assertThat(scores.sap()).isBetween(0.0, 0.08);
        assertThat(scores.disentanglement()).isBetween(0.0, 0.1);
        assertThat(scores.completeness()).isBetween(0.0, 0.1);
        // Fixing a factor halves the variance of both dimensions.
        assertThat(scores.factorVae()).isBetween(0.4, 0.65);
    }

    @Test
    void aCopyOfADimensionClosesTheGapButNotTheVote() {
        int[][] levels = levels(4, 4);
        float[] means = means(levels, new double[][] {{1, 0}, {1, 0}, {0, 1}});
        DisentanglementScores scores = DisentanglementScores.of(means, 3, levels, List.of("a", "b"), new Seed(1));
        assertThat(scores.factors().get(0).migGap()).isCloseTo(0, within(1e-9));
        assertThat(scores.factors().get(1).migGap()).isGreaterThan(0.97);
        assertThat(scores.factorVae()).isEqualTo(1);
        assertThat(scores.disentanglement()).isGreaterThan(0.99);
    }

    @Test
    void noiseIsAtChance() {
        int[][] levels = levels(4, 4, 4);
        float[] means = new Seed(9).gaussians(N * 3);
        DisentanglementScores scores = DisentanglementScores.of(means, 3, levels, NAMES, new Seed(1));
        assertThat(scores.mig()).isBetween(0.0, 0.02);
        // Accuracies on 1,000 examples have a standard error of 0.014.
        assertThat(scores.sap()).isBetween(0.0, 0.05);
        assertThat(scores.informativeness()).isCloseTo(0.25, within(0.05));
        assertThat(scores.factorVae()).isCloseTo(1.0 / 3, within(0.06));
        assertThat(scores.betaVae()).isCloseTo(1.0 / 3, within(0.06));
        assertThat(scores.disentanglement()).isBetween(0.0, 0.1);
    }

    @Test
    void theInformationOfATableOfCountsIsThatWorkedOutByHand() {
        // Counts (3, 1; 1, 3): I = 3/4 log(3/2) + 1/4 log(1/2).
        double[][] z = {{0}, {0}, {0}, {0}, {1}, {1}, {1}, {1}};
        int[][] levels = {{0}, {0}, {0}, {1}, {1}, {1}, {1}, {0}};
        double[][] table = Information.table(new Codes(z, levels, new int[] {2}));
        assertThat(table[0][0]).isCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), within(1e-15));
    }

    @Test
    void theImportancesOfATableGiveTheEntropiesWorkedOutByHand() {
        Importances importances = new Importances(new double[][] {{1, 0.5}, {0, 0.5}, {0, 0}}, new double[2]);
        // Dimension 0 has (2/3, 1/3) with the weight 1.5, dimension 1 has (0, 1) with 0.5; factor 1 has (1/2, 1/2, 0).
        double entropy = (Math.log(1.5) * 2 + Math.log(3)) / 3 / Math.log(2);
        assertThat(importances.disentanglement()).isCloseTo(0.75 * (1 - entropy) + 0.25, within(1e-15));
        assertThat(importances.completeness()).isCloseTo(1 - Math.log(2) / Math.log(3) / 2, within(1e-15));
        assertThat(importances.completeness(0)).isEqualTo(1);
    }

    @Test
    void aCollapsedRepresentationAndAConstantFactorAreNoTrouble() {
        int[][] levels = levels(3, 1);
        DisentanglementScores scores =
                DisentanglementScores.of(new float[N], 1, levels, List.of("a", "constant"), new Seed(1));
        assertThat(scores.factors())
                .extracting(DisentanglementScores.FactorScore::name)
                .containsExactly("a");
        assertThat(scores.mig()).isZero();
        assertThat(scores.factorVae()).isZero();
        assertThat(scores.disentanglement()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameScores() {
        int[][] levels = levels(3, 5);
        float[] means = means(levels, new double[][] {{1, 0.5}, {0, 1}});
        List<String> names = List.of("a", "b");
        assertThat(DisentanglementScores.of(means, 2, levels, names, new Seed(4)))
                .isEqualTo(DisentanglementScores.of(means, 2, levels, names, new Seed(4)));
    }

    @Test
    void whatCannotBeScoredIsRefused() {
        int[][] unique = {{0}, {1}, {2}};
        int[][] constant = {{5}, {5}, {5}};
        int[][] fine = {{0}, {0}, {1}};
        assertRefused(new float[3], unique, "bin it");
        assertRefused(new float[3], constant, "no factor varies");
        assertRefused(new float[4], fine, "[n, 1]");
        assertRefused(new float[] {0, Float.NaN, 0}, fine, "finite");
    }

    private static void assertRefused(float[] means, int[][] levels, String why) {
        assertThatThrownBy(() -> DisentanglementScores.of(means, 1, levels, List.of("a"), new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
