package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import org.junit.jupiter.api.Test;

class RocAucTest {
    @Test
    void itCountsPairsAndTiesAsHalf() {
        double[] scores = {1, 2, 2, 3, 0.5};
        boolean[] anomalous = {false, true, false, true, true};
        // Anomalies 2, 3, 0.5 against normal 1, 2: (2 > 1) 1 + (2 = 2) 0.5 + 1 + 1 + 0 + 0 = 3.5 of 6 pairs.
        assertThat(RocAuc.of(scores, anomalous)).isEqualTo(3.5 / 6);
    }

    @Test
    void perfectReversedAndUselessScores() {
        boolean[] anomalous = {true, false, true, false};
        assertThat(RocAuc.of(new double[] {3, 1, 2, 0}, anomalous)).isEqualTo(1);
        assertThat(RocAuc.of(new double[] {0, 2, 1, 3}, anomalous)).isZero();
        assertThat(RocAuc.of(new double[] {0.0, -0.0, 0, 0}, anomalous)).isEqualTo(0.5);
    }

    @Test
    void ranksAgreeWithAllPairs() {
        int n = 300;
        float[] noise = new Seed(3).gaussians(n);
        double[] scores = new double[n];
        boolean[] anomalous = new boolean[n];
        for (int i = 0; i < n; i++) {
            anomalous[i] = i % 3 == 0;
            scores[i] = Math.round(2 * noise[i] + (anomalous[i] ? 1 : 0));
        }
        double won = 0;
        long pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (anomalous[i] && !anomalous[j]) {
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        assertThat(RocAuc.of(scores, anomalous)).isCloseTo(won / pairs, within(1e-12));
    }

    @Test
    void oneKindAloneIsRefused() {
        assertThatThrownBy(() -> RocAuc.of(new double[] {1, 2}, new boolean[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both kinds");
        assertThatThrownBy(() -> RocAuc.of(new double[] {1, Double.NaN}, new boolean[] {true, false}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
