package dev.penumbra.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.LinearInference;
import dev.penumbra.eval.factors.MovedFactor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TraversalTest {
    /** Means are (0.5 x, -2 x): the second dimension carries more. */
    private static final LinearInference MODEL = LinearInference.of(new Gaussian(1), 0.5, 10, 0.5, -2);

    private static final Seed SEED = new Seed(2);

    @Test
    void dimensionsComeByTheirKlOverData() {
        Dataset data = LinearInference.data(2, 1, 1, 3, -1);
        Traversal traversal = Traversal.of(MODEL, null, data, SEED);
        assertThat(traversal.order().dimensions()).containsExactly(1, 0);
        // Means of the second are -2 and 2: 1/2 (4 + 0.25 - 1) - log 0.5.
        assertThat(traversal.order().carries()[1]).isCloseTo(0.5 * 3.25 + Math.log(2), within(1e-6));
        assertThat(traversal.order().by()).contains("KL in nats", "2 examples");
        assertThat(traversal.base()).containsExactly(0, 0);
        assertThat(traversal.points(1, 3)).containsExactly(0, -3, 0, 0, 0, 3);
    }

    @Test
    void anItemIsWhereItStarts() {
        Traversal traversal = Traversal.of(MODEL, LinearInference.data(2, 4f, 0.5f), null, SEED);
        assertThat(traversal.base()).containsExactly(2, -1);
        assertThat(traversal.order().dimensions()).containsExactly(0, 1);
        assertThat(traversal.order().by()).contains("of the item");
        assertThat(traversal.points(0, 2)).containsExactly(-3, -1, 3, -1);
    }

    @Test
    void withoutAnythingTheOrderIsUnknownAndSaysSo() {
        Traversal traversal = Traversal.of(MODEL, null, null, SEED);
        assertThat(traversal.order().dimensions()).containsExactly(0, 1);
        assertThat(traversal.order().by()).contains("not known");
        assertThatThrownBy(() -> traversal.points(0, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--steps");
    }

    @Test
    void aBasicAutoencoderRangesOverItsCodes() {
        var point = LinearInference.of(new Gaussian(1), 0, 1, 1, 1);
        Traversal traversal = Traversal.of(point, null, LinearInference.data(2, 1, 7, -5, 8, 2, 9), SEED);
        assertThat(traversal.range().low()).containsExactly(-5, 7);
        assertThat(traversal.range().high()).containsExactly(2, 9);
        assertThat(traversal.order().dimensions()).containsExactly(0, 1);
        assertThat(traversal.order().by()).contains("variance");
    }

    @Test
    void quantilesLeaveOutTheTails() {
        float[] draws = new Seed(6).gaussians(40_000);
        Range range = Range.ofPoints(draws, 1);
        // The standard error of this quantile is sqrt(0.00135 / 40,000) / 0.00443 = 0.041.
        assertThat(range.low()[0]).isCloseTo(-3, within(0.21));
        assertThat(range.high()[0]).isCloseTo(3, within(0.21));
    }

    @Test
    void factorsAreFoundWhereDimensionsTellThem() {
        int n = 2000;
        SplittableRandom random = new SplittableRandom(5);
        float[] means = new float[3 * n];
        int[][] levels = new int[n][2];
        for (int i = 0; i < n; i++) {
            levels[i][0] = random.nextInt(4);
            levels[i][1] = random.nextInt(8);
            means[3 * i] = levels[i][1];
            means[3 * i + 1] = random.nextFloat();
            means[3 * i + 2] = -levels[i][0];
        }
        List<MovedFactor> moved = MovedFactor.of(means, 3, levels, List.of("shape", "size"));
        assertThat(moved).extracting(MovedFactor::factor).containsExactly("size", null, "shape");
        // All of log 8, less the bias of 19 * 7 / (2 * 2,000) = 0.033; levels are as often as chance has it.
        assertThat(moved.get(0).information()).isCloseTo(Math.log(8) - 0.033, within(0.01));
        assertThat(moved.get(2).share()).isCloseTo(1, within(0.02));
        assertThat(moved.get(1).information()).isZero();
    }
}
