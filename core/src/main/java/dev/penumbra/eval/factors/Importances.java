package dev.penumbra.eval.factors;

import java.util.stream.IntStream;

/**
 * How much each latent dimension counts when {@link BoostedTrees} predict each factor, and the scores of Eastwood &amp; Williams
 * 2018 that follow from it.
 *
 * @param table    [v][K], importances; each factor's sum to 1
 * @param accuracy [K], of the predictions on examples that were not trained on
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Importances(double[][] table, double[] accuracy) {

    static Importances of(Codes train, Codes test) {
        int factors = train.factors();
        BoostedTrees[] models = IntStream.range(0, factors)
                .parallel()
                .mapToObj(k -> BoostedTrees.train(train.z(), train.levelsOf(k), train.counts()[k]))
                .toArray(BoostedTrees[]::new);
        double[][] table = new double[train.latent()][factors];
        double[] accuracy = new double[factors];
        for (int k = 0; k < factors; k++) {
            double[] importances = models[k].importances();
            for (int j = 0; j < table.length; j++) {
                table[j][k] = importances[j];
            }
            accuracy[k] = models[k].accuracy(test.z(), test.levelsOf(k));
        }
        return new Importances(table, accuracy);
    }

    /** Mean over the dimensions, weighted by their importance, of 1 - H(which factor) / log K. */
    double disentanglement() {
        return weighted(table);
    }

    /** Mean over the factors of 1 - H(which dimension) / log v. */
    double completeness() {
        return weighted(transposed());
    }

    /** 1 - H(which dimension) / log v of one factor. */
    double completeness(int factor) {
        return purity(transposed()[factor]);
    }

    private double[][] transposed() {
        double[][] out = new double[accuracy.length][table.length];
        for (int k = 0; k < out.length; k++) {
            for (int j = 0; j < table.length; j++) {
                out[k][j] = table[j][k];
            }
        }
        return out;
    }

    private static double weighted(double[][] rows) {
        double sum = 0;
        double total = 0;
        for (double[] row : rows) {
            double weight =
                    IntStream.range(0, row.length).mapToDouble(k -> row[k]).sum();
            sum += weight * purity(row);
            total += weight;
        }
        return total == 0 ? 0 : sum / total;
    }

    /** 1 - H / log(length) of a row taken as probabilities; 0 where it is all 0, 1 where it has one entry. */
    private static double purity(double[] row) {
        double total = 0;
        for (double value : row) {
            total += value;
        }
        if (total == 0) {
            return 0;
        }
        double entropy = 0;
        for (double value : row) {
            double p = value / total;
            entropy -= p > 0 ? p * StrictMath.log(p) : 0;
        }
        return row.length == 1 ? 1 : 1 - entropy / StrictMath.log(row.length);
    }
}
