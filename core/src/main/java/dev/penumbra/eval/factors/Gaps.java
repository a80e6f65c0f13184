package dev.penumbra.eval.factors;

/**
 * How much more the best latent dimension tells about each factor than the second best.
 *
 * @param table [v][K], what each dimension tells about each factor; not negative
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Gaps(double[][] table) {
    /** The dimension that tells the most about a factor; of equal ones the first. */
    int best(int factor) {
        int best = 0;
        for (int j = 1; j < table.length; j++) {
            best = table[j][factor] > table[best][factor] ? j : best;
        }
        return best;
    }

    /** The best less the second best, which is 0 where there is one dimension. */
    double gap(int factor) {
        int best = best(factor);
        double second = 0;
        for (int j = 0; j < table.length; j++) {
            second = j == best ? second : Math.max(second, table[j][factor]);
        }
        return table[best][factor] - second;
    }
}
