package dev.penumbra.eval;

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
        long found = 0;
        double sum = 0;
        for (Ties ties : Ties.of(scores, anomalous).reversed()) {
            found += ties.anomalies();
            sum += ties.anomalies() * (double) found / (scores.length - ties.from());
        }
        if (found == 0) {
            throw new IllegalArgumentException("anomalies are needed");
        }
        return sum / found;
    }
}
