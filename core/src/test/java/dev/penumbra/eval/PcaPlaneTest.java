package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import org.junit.jupiter.api.Test;

class PcaPlaneTest {
    /** a (0.6, 0, 0.8) + b (0, 1, 0) + c (0.8, 0, -0.6) + (1, 2, 3), with standard deviations 3, 2, 0.5. */
    private static float[] planted(int n) {
        float[] draws = new Seed(11).gaussians(3 * n);
        float[] means = new float[3 * n];
        for (int i = 0; i < n; i++) {
            double a = 3 * draws[3 * i];
            double b = 2 * draws[3 * i + 1];
            double c = 0.5 * draws[3 * i + 2];
            means[3 * i] = (float) (1 + 0.6 * a + 0.8 * c);
            means[3 * i + 1] = (float) (2 + b);
            means[3 * i + 2] = (float) (3 + 0.8 * a - 0.6 * c);
        }
        return means;
    }

    @Test
    void plantedAxesAreFound() {
        int n = 20_000;
        PcaPlane plane = PcaPlane.of(planted(n), 3);
        // Directions err by about sqrt(l1 l2) / ((l1 - l2) sqrt(n)) = 0.0085 at most, means by 3 / sqrt(n) = 0.02; five
        // of it.
        assertThat(plane.first()).containsExactly(new double[] {0.6, 0, 0.8}, within(0.045));
        assertThat(plane.second()).containsExactly(new double[] {0, 1, 0}, within(0.045));
        assertThat(plane.mean()).containsExactly(new double[] {1, 2, 3}, within(0.11));
        // (9 + 4) / 13.25, whose error is about share * (1 - share) * sqrt(4 / n).
        assertThat(plane.varianceShare()).isCloseTo(13 / 13.25, within(0.002));
    }

    @Test
    void projectingUndoesToLatent() {
        PcaPlane plane = PcaPlane.of(planted(200), 3);
        // toLatent rounds to 32-bit floats of size 5: 3e-7 each.
        assertThat(plane.project(plane.toLatent(1.25, -0.5), 0))
                .containsExactly(new double[] {1.25, -0.5}, within(2e-6));
    }

    @Test
    void upToTwoDimensionsThePlaneIsTheLatentSpace() {
        PcaPlane two = PcaPlane.of(new float[] {1, 2, 3, 5}, 2);
        assertThat(two.project(new float[] {1, 2, 3, 5}, 1)).containsExactly(3, 5);
        assertThat(two.toLatent(-1, 4)).containsExactly(-1, 4);
        assertThat(two.varianceShare()).isEqualTo(1);
        PcaPlane one = PcaPlane.of(new float[] {1, 2}, 1);
        assertThat(one.project(new float[] {1, 2}, 1)).containsExactly(2, 0);
        assertThat(one.toLatent(-1, 4)).containsExactly(-1);
    }

    @Test
    void ofManyDimensionsTheQuietOnesAreLeftOut() {
        int v = PcaPlane.MAX_DIMENSIONS + 40;
        int n = 60;
        float[] draws = new Seed(2).gaussians(n);
        float[] means = new float[n * v];
        for (int i = 0; i < n; i++) {
            means[i * v + v - 1] = 3 * draws[i];
            means[i * v + v - 2] = 4 * draws[i];
            means[i * v] = i % 2;
        }
        PcaPlane plane = PcaPlane.of(means, v);
        assertThat(plane.first()[v - 1]).isCloseTo(0.6, within(0.05));
        assertThat(plane.first()[v - 2]).isCloseTo(0.8, within(0.05));
        assertThat(plane.second()[0]).isCloseTo(1, within(0.02));
        assertThat(plane.varianceShare()).isCloseTo(1, within(1e-9));
    }

    @Test
    void equalMeansSpanAPlaneAllTheSame() {
        PcaPlane plane = PcaPlane.of(new float[] {1, 2, 3, 1, 2, 3}, 3);
        assertThat(plane.varianceShare()).isEqualTo(1);
        assertThat(plane.project(new float[] {1, 2, 3}, 0)).containsExactly(0, 0);
    }

    @Test
    void meansThatAreNotRowsOfTheLatentSpaceAreRefused() {
        assertThatThrownBy(() -> PcaPlane.of(new float[4], 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PcaPlane.of(new float[0], 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
