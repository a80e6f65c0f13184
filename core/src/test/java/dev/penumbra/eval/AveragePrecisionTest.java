package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AveragePrecisionTest {
    @Test
    void itIsTheMeanPrecisionAtEachAnomaly() {
        // From the top: anomaly (1/1), normal, anomaly (2/3), normal, anomaly (3/5).
        double[] scores = {5, 4, 3, 2, 1};
        boolean[] anomalous = {true, false, true, false, true};
        assertThat(AveragePrecision.of(scores, anomalous)).isCloseTo((1 + 2 / 3.0 + 3 / 5.0) / 3, within(1e-15));
    }

    /** scikit-learn 1.5: average_precision_score([0, 1, 1, 0, 1], [2, 2, 1, 3, 0]) = 0.5333. */
    @Test
    void equalScoresAreOneThreshold() {
        double expected = (1 / 3.0 + 2 / 4.0 + 3 / 5.0) / 3;
        assertThat(AveragePrecision.of(new double[] {2, 2, 1, 3, 0}, new boolean[] {false, true, true, false, true}))
                .isCloseTo(expected, within(1e-15));
        assertThat(AveragePrecision.of(new double[] {2, 2, 1, 3, 0}, new boolean[] {true, false, true, false, true}))
                .isCloseTo(expected, within(1e-15));
        assertThat(AveragePrecision.of(new double[] {0.0, -0.0, 0.0, -0.0}, new boolean[] {true, false, false, false}))
                .as("nothing is told: the share of anomalies")
                .isEqualTo(0.25);
    }

    @Test
    void infiniteScoresAreTheHighest() {
        double[] scores = {Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY};
        assertThat(AveragePrecision.of(scores, new boolean[] {true, false, true}))
                .isEqualTo(1);
    }

    @Test
    void withoutAnomaliesThereIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AveragePrecision.of(new double[] {1}, new boolean[] {false}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AveragePrecision.of(new double[] {Double.NaN}, new boolean[] {true}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AveragePrecision.of(new double[] {1}, new boolean[] {true, true}));
    }
}
