package dev.penumbra.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.LinearInference;
import dev.penumbra.eval.PcaPlane;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatentTest {
    /** Means are (2 x, -x), decoded times 10. */
    private static final LinearInference MODEL = LinearInference.of(new Gaussian(1), 0.5, 10, 2, -1);

    @Test
    void generatedExamplesFollowTheDecodedPrior() {
        int n = 5000;
        float[] x = Latent.generate(MODEL, n, new Seed(4));
        assertThat(x).hasSize(2 * n);
        double mean = 0;
        double square = 0;
        for (float value : x) {
            mean += value / (2.0 * n);
            square += (double) value * value / (2.0 * n);
        }
        // N(0, 100): five standard errors of mean and variance.
        assertThat(mean).isCloseTo(0, within(5 * 10 / Math.sqrt(2 * n)));
        assertThat(square).isCloseTo(100, within(5 * 100 * Math.sqrt(2.0 / (2 * n))));
    }

    @Test
    void fewerGeneratedExamplesAreTheFirstOfMore() {
        float[] many = Latent.generate(MODEL, 2003, new Seed(4));
        assertThat(Latent.generate(MODEL, 1001, new Seed(4))).isEqualTo(Arrays.copyOf(many, 2002));
        assertThat(Latent.generate(MODEL, 2003, new Seed(5))).isNotEqualTo(many);
    }

    /** Codes N(0, 4) and N(0, 1) in the two dimensions, decoded times 10. */
    @Test
    void aMixtureDrawsWhereTheCodesLie() {
        int n = 4000;
        Sampler mixture = Sampler.mixture(MODEL, LinearInference.data(2000, 2, 1), new Seed(3));
        float[] x = Latent.generate(MODEL, n, new Seed(4), mixture);
        // 2,000 examples give a variance with an error of sqrt(2 / 2,000) = 0.032, 4,000 draws one of 0.022: five times
        // both.
        assertThat(variance(x, 0)).isCloseTo(400, within(400 * 0.2));
        assertThat(variance(x, 1)).isCloseTo(100, within(100 * 0.2));
        assertThat(Latent.generate(MODEL, 10, new Seed(4), mixture)).isEqualTo(Arrays.copyOf(x, 20));
        assertThatThrownBy(() -> Sampler.prior(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double variance(float[] x, int column) {
        double squares = 0;
        for (int k = column; k < x.length; k += 2) {
            squares += (double) x[k] * x[k];
        }
        return squares / (x.length / 2.0);
    }

    @Test
    void reconstructionsDecodeThePosteriorMeans() {
        assertThat(Latent.reconstruct(MODEL, new float[] {1, 2, 3, 4}, 2)).containsExactly(20, -20, 60, -40);
        float[] many = new Seed(8).gaussians(2 * 2500);
        float[] out = Latent.reconstruct(MODEL, many, 2500);
        for (int k = 0; k < many.length; k++) {
            assertThat(out[k]).isEqualTo((k % 2 == 0 ? 20 : -10) * many[k], within(1e-4f));
        }
    }

    @Test
    void reconstructionsAreMeansOfTheLikelihoodNotLogits() {
        var bernoulli = LinearInference.of(new Bernoulli(), 0.5, 1, 1);
        assertThat(Latent.reconstruct(bernoulli, new float[] {0}, 1)).containsExactly(0.5f);
    }

    @Test
    void interpolationsEndAtTheReconstructions() {
        float[] a = {0.1f, -0.7f};
        float[] b = {1.3f, 0.9f};
        float[] path = Latent.interpolate(MODEL, a, b, 5);
        assertThat(path).hasSize(10);
        assertThat(Arrays.copyOf(path, 2)).isEqualTo(Latent.reconstruct(MODEL, a, 1));
        assertThat(Arrays.copyOfRange(path, 8, 10)).isEqualTo(Latent.reconstruct(MODEL, b, 1));
        assertThat(path[4]).isCloseTo(20 * 0.7f, within(1e-5f));
    }

    @Test
    void aTraversalMovesOneDimensionOnly() {
        assertThat(Latent.traverse(MODEL, new float[] {1, 2}, 1, -3, 3, 3)).containsExactly(20, -30, 20, 0, 20, 30);
    }

    @Test
    void aTraversalOfADimensionThatIsNotThereIsRefused() {
        for (int dimension : new int[] {-1, 2}) {
            assertThatThrownBy(() -> Latent.traverse(MODEL, new float[] {1, 2}, dimension, -3, 3, 3))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("from 0 to 1")
                    .hasMessageContaining(String.valueOf(dimension));
        }
    }

    @Test
    void aPlaneStartsAtTheTopLeft() {
        PcaPlane plane = PcaPlane.of(new float[2], 2);
        assertThat(Latent.plane(MODEL, plane, 2, 3))
                .containsExactly(-20, 20, 0, 20, 20, 20, -20, 0, 0, 0, 20, 0, -20, -20, 0, -20, 20, -20);
    }

    @Test
    void wrongSizesAreRefused() {
        assertThatThrownBy(() -> Latent.reconstruct(MODEL, new float[3], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 2]");
        assertThatThrownBy(() -> Latent.interpolate(MODEL, new float[2], new float[2], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps");
        assertThatThrownBy(() -> Latent.plane(MODEL, PcaPlane.of(new float[3], 3), 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 dimensions");
        assertThatThrownBy(() -> Latent.generate(MODEL, 0, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count");
    }
}
