package dev.penumbra.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Examples of one score, which no order may set apart.
 *
 * @param from      how many examples score lower
 * @param to        how many score at most as high
 * @param anomalies how many of the tied ones are anomalies
 */
record Ties(int from, int to, long anomalies) {
    /**
     * From the lowest score to the highest.
     *
     * @param scores    none NaN
     * @param anomalous as many
     * @throws IllegalArgumentException where lengths differ or a score is NaN
     */
    static List<Ties> of(double[] scores, boolean[] anomalous) {
        int n = scores.length;
        if (anomalous.length != n || Arrays.stream(scores).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(
                    "as many labels as scores, none NaN, got " + anomalous.length + " for " + n);
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        List<Ties> all = new ArrayList<>();
        for (int from = 0; from < n; ) {
            int to = from;
            long anomalies = 0;
            // == so that 0.0 and -0.0 are a tie.
            while (to < n && scores[order[to]] == scores[order[from]]) {
                anomalies += anomalous[order[to++]] ? 1 : 0;
            }
            all.add(new Ties(from, to, anomalies));
            from = to;
        }
        return all;
    }
}
