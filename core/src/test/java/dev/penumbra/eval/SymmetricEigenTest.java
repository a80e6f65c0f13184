package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
    @Test
    void aTwoByTwoMatrixHasItsTextbookSpectrum() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{2, 1}, {1, 2}});
        assertThat(eigen.values()).containsExactly(new double[] {3, 1}, within(1e-15));
        assertThat(Math.abs(eigen.vectors()[0][0] + eigen.vectors()[0][1])).isCloseTo(Math.sqrt(2), within(1e-15));
    }

    @Test
    void theSecondDifferenceMatrixHasCosinesAsSpectrum() {
        int n = 40;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = 2;
            if (i > 0) {
                a[i][i - 1] = -1;
                a[i - 1][i] = -1;
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(a);
        for (int k = 0; k < n; k++) {
            // 2 - 2 cos(k pi / (n + 1)), here from the largest down; rounding of some n rotations of size 1e-16.
            assertThat(eigen.values()[k]).isCloseTo(2 - 2 * Math.cos((n - k) * Math.PI / (n + 1)), within(1e-13));
        }
    }

    @Test
    void valuesAndVectorsGiveBackTheMatrix() {
        int n = 30;
        float[] draws = new Seed(3).gaussians(n * n);
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] = draws[i * n + j];
                a[j][i] = a[i][j];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(a);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double rebuilt = 0;
                double product = 0;
                for (int k = 0; k < n; k++) {
                    rebuilt += eigen.values()[k] * eigen.vectors()[k][i] * eigen.vectors()[k][j];
                    product += eigen.vectors()[i][k] * eigen.vectors()[j][k];
                }
                assertThat(rebuilt).isCloseTo(a[i][j], within(1e-12));
                assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-13));
            }
            assertThat(eigen.values()[i]).isLessThanOrEqualTo(eigen.values()[Math.max(0, i - 1)]);
        }
    }

    @Test
    void zerosEqualValuesAndTinyScalesAreNoTrouble() {
        assertThat(SymmetricEigen.of(new double[3][3]).values()).containsExactly(0, 0, 0);
        assertThat(SymmetricEigen.of(new double[][] {{1e-20, 1e-20}, {1e-20, 1e-20}})
                        .values())
                .containsExactly(new double[] {2e-20, 0}, within(1e-35));
        // Rank one: the eigenvalue n is met by n - 1 zeros.
        double[][] ones = new double[5][5];
        for (double[] row : ones) {
            Arrays.fill(row, 1);
        }
        assertThat(SymmetricEigen.of(ones).values()).containsExactly(new double[] {5, 0, 0, 0, 0}, within(1e-14));
    }

    @Test
    void aMatrixThatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> SymmetricEigen.of(new double[][] {{Double.NaN}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
    }
}
