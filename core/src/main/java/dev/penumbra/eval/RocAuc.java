package dev.penumbra.eval;

import java.util.Arrays;

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
        if (anomalous.length != n || Arrays.stream(scores).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(
                    "as many labels as scores, none NaN, got " + anomalous.length + " for " + n);
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
        long anomalies = 0;
        double ranks = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            long tied = 0;
            // == so that 0.0 and -0.0 are a tie.
            while (to < n && scores[order[to]] == scores[order[from]]) {
                tied += anomalous[order[to++]] ? 1 : 0;
            }
            ranks += tied * (from + 1 + to) / 2.0;
            anomalies += tied;
            from = to;
        }
        if (anomalies == 0 || anomalies == n) {
            throw new IllegalArgumentException("both kinds are needed, got " + anomalies + " anomalies of " + n);
        }
        return (ranks - anomalies * (anomalies + 1) / 2.0) / ((double) anomalies * (n - anomalies));
    }
}
