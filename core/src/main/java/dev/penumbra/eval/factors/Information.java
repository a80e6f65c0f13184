package dev.penumbra.eval.factors;

/** Entropy of factors, and mutual information with latent dimensions, from counts; in nats. */
final class Information {
    /** Bins of equal width from the least to the largest value of a dimension. */
    static final int BINS = 20;

    private Information() {}

    /** I(z_j; factor k), [v][K]. */
    static double[][] table(Codes codes) {
        double[][] table = new double[codes.latent()][codes.factors()];
        for (int j = 0; j < table.length; j++) {
            int[] bin = histogram(codes.dimension(j));
            for (int k = 0; k < codes.factors(); k++) {
                table[j][k] = mutual(bin, codes.levelsOf(k), codes.counts()[k]);
            }
        }
        return table;
    }

    /** H of a factor. */
    static double entropy(int[] levels, int count) {
        return mutual(levels, levels, count);
    }

    private static int[] histogram(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        int[] bin = new int[values.length];
        for (int i = 0; high > low && i < bin.length; i++) {
            bin[i] = Math.min(BINS - 1, (int) ((values[i] - low) / (high - low) * BINS));
        }
        return bin;
    }

    /** sum p(a, b) log [p(a, b) / (p(a) p(b))], with p the shares of the examples. */
    private static double mutual(int[] a, int[] b, int count) {
        int rows = Math.max(BINS, count);
        int[][] both = new int[rows][count];
        int[] first = new int[rows];
        int[] second = new int[count];
        for (int i = 0; i < a.length; i++) {
            both[a[i]][b[i]]++;
            first[a[i]]++;
            second[b[i]]++;
        }
        double n = a.length;
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < count; c++) {
                if (both[r][c] > 0) {
                    sum += both[r][c] / n * StrictMath.log(both[r][c] * n / ((double) first[r] * second[c]));
                }
            }
        }
        return Math.max(0, sum);
    }
}
