package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Gaussian;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatentViewTest {
    private static LinearInference model(double... gain) {
        return LinearInference.of(new Gaussian(1), 0.5, 1, gain);
    }

    @Test
    void aSubsetIsSortedDistinctAndBelongsToItsExamples() {
        Dataset data = LinearInference.data(2500, 2, 1);
        LatentView view = LatentView.of(model(2, 3), data, 1200, new Seed(9));
        float[] x = LinearInference.all(data);
        assertThat(view.indices()).hasSize(1200).isSorted();
        assertThat(Arrays.stream(view.indices()).distinct().count()).isEqualTo(1200);
        for (int i = 0; i < 1200; i++) {
            int index = view.indices()[i];
            assertThat(view.labels()[i]).isEqualTo(index % 2);
            assertThat(view.posterior().mean()[2 * i]).isEqualTo(2 * x[2 * index]);
            assertThat(view.posterior().mean()[2 * i + 1]).isEqualTo(3 * x[2 * index + 1]);
        }
        assertThat(view.posterior().std(1199, 1)).isCloseTo(0.5, within(1e-7));
    }

    @Test
    void theSeedChoosesTheSubset() {
        Dataset data = LinearInference.data(300, 2, 1);
        int[] indices = LatentView.of(model(1, 1), data, 100, new Seed(9)).indices();
        assertThat(LatentView.of(model(1, 1), data, 100, new Seed(9)).indices()).isEqualTo(indices);
        assertThat(LatentView.of(model(1, 1), data, 100, new Seed(10)).indices())
                .isNotEqualTo(indices);
    }

    @Test
    void smallDataIsUsedWhole() {
        Dataset data = LinearInference.data(5, 2, 1);
        assertThat(LatentView.of(model(1, 1), data, 100, new Seed(9)).indices()).containsExactly(0, 1, 2, 3, 4);
        assertThatThrownBy(() -> LatentView.of(model(1, 1), data, 0, new Seed(9)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePlaneShowsMeansAsTheyAreForTwoDimensionsAndOnALineForOne() {
        Dataset two = LinearInference.data(2, 1f, 2f, 3f, 4f);
        assertThat(LatentView.of(model(1, 2), two, 9, new Seed(1)).plane())
                .isDeepEqualTo(new double[][] {{1, 4}, {3, 8}});
        Dataset one = LinearInference.data(1, 1f, 2f);
        assertThat(LatentView.of(model(3), one, 9, new Seed(1)).plane()).isDeepEqualTo(new double[][] {{3, 0}, {6, 0}});
    }

    @Test
    void thePlaneOfMoreDimensionsKeepsDistancesWithinIt() {
        // All examples lie in the plane of the dimensions 0 and 2.
        Dataset data = LinearInference.data(3, 0f, 7f, 0f, 6f, 7f, 0f, 0f, 7f, 2f, 5f, 7f, 1f);
        double[][] plane = LatentView.of(model(1, 1, 1), data, 9, new Seed(1)).plane();
        assertThat(Math.hypot(plane[0][0] - plane[1][0], plane[0][1] - plane[1][1]))
                .isCloseTo(6, within(1e-12));
        assertThat(Math.hypot(plane[2][0] - plane[1][0], plane[2][1] - plane[1][1]))
                .isCloseTo(Math.sqrt(40), within(1e-12));
    }
}
