package dev.penumbra.eval;

/** How well a score tells anomalies from what is normal. */
public final class RocAuc {
    private RocAuc() {}

    /**
     * The area under the receiver operating characteristic: the probability that an anomaly scores higher than a normal example, ties
     * counting half (Hanley &amp; McNeil 1982); 0.5 for a score that tells nothing. By ranks, in O(n log n).
     *
     * @param scores    none NaN
     * @param anomalous as many
     * @return in [0, 1]
     * @throws IllegalArgumentException where lengths differ, a score is NaN, or one of the two kinds is missing
     */
    public static double of(double[] scores, boolean[] anomalous) {
        int n = scores.length;
        long anomalies = 0;
        double ranks = 0;
        for (Ties ties : Ties.of(scores, anomalous)) {
            ranks += ties.anomalies() * (ties.from() + 1 + ties.to()) / 2.0;
            anomalies += ties.anomalies();
        }
        if (anomalies == 0 || anomalies == n) {
            throw new IllegalArgumentException("both kinds are needed, got " + anomalies + " anomalies of " + n);
        }
        return (ranks - anomalies * (anomalies + 1) / 2.0) / ((double) anomalies * (n - anomalies));
    }
}
