package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {
    /** = L L^T with L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]], whole numbers throughout. */
    private static final double[][] A = {{4, 2, -2}, {2, 10, 5}, {-2, 5, 6}};

    @Test
    void theFactorOfAMatrixOfWholeNumbersIsExact() {
        Cholesky cholesky = Cholesky.of(A);
        assertThat(cholesky.lower()).isDeepEqualTo(new double[][] {{2, 0, 0}, {1, 3, 0}, {-1, 2, 1}});
        // |A| = (2 * 3 * 1)^2; rounding of a few logarithms.
        assertThat(cholesky.logDeterminant()).isCloseTo(Math.log(36), within(1e-15 * 8));
    }

    @Test
    void solvesForTheVectorThatWasMultiplied() {
        // A (1, 2, 3) = (2, 37, 26), and L^-1 of that is L^T (1, 2, 3) = (1, 12, 3).
        assertThat(Cholesky.of(A).solve(new double[] {2, 37, 26})).containsExactly(1, 2, 3);
        assertThat(Cholesky.of(A).forward(new double[] {2, 37, 26})).containsExactly(1, 12, 3);
    }

    @Test
    void aMatrixThatIsNotPositiveDefiniteIsRefused() {
        for (double[][] bad : new double[][][] {{{0}}, {{-1}}, {{Double.NaN}}, {{1, 1}, {1, 1}}}) {
            assertThatThrownBy(() -> Cholesky.of(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("positive definite");
        }
    }
}
