package dev.penumbra.eval;

import java.util.Arrays;
import java.util.Comparator;

/** How pure the highest scores are: of more use than {@link RocAuc} where anomalies are few. */
public final class AveragePrecision {
    private AveragePrecision() {}

    /**
     * The sum over all thresholds of (R_n - R_(n-1)) P_n, from the highest score down: R_n is the share of the anomalies that score at
     * least the n-th distinct score, P_n the share of anomalies among all that do (scikit-learn's {@code average_precision_score}).
     * Equal scores are one threshold, so that no order matters. A score that tells nothing has the share of anomalies.
     *
     * @param scores    none NaN
     * @param anomalous as many
     * @return in (0, 1]
     * @throws IllegalArgumentException where lengths differ, a score is NaN, or there are no anomalies
     */
    public static double of(double[] scores, boolean[] anomalous) {
        int n = scores.length;
        if (anomalous.length != n || Arrays.stream(scores).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(
                    "as many labels as scores, none NaN, got " + anomalous.length + " for " + n);
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
        long found = 0;
        double sum = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            long here = 0;
            // == so that 0.0 and -0.0 are a tie.
            while (to < n && scores[order[to]] == scores[order[from]]) {
                here += anomalous[order[to++]] ? 1 : 0;
            }
            found += here;
            sum += here * (double) found / to;
            from = to;
        }
        if (found == 0) {
            throw new IllegalArgumentException("anomalies are needed");
        }
        return sum / found;
    }
}
