package dev.penumbra.eval.factors;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import java.util.Arrays;

/** The factors of a data set as levels, as {@link DisentanglementScores} takes them. */
public final class FactorLevels {
    /** Bins of a continuous factor, of equal numbers of examples. */
    public static final int BINS = 20;

    /** A factor with more values than this is continuous. */
    static final int MAX_LEVELS = 64;

    private FactorLevels() {}

    /**
     * The levels of the examples {@code indices}, [n][K]: for a factor of few values their rank, for a continuous one the
     * quantile bin among these examples.
     *
     * @throws InputException where the factors of the data are not known
     */
    public static int[][] of(Dataset data, int[] indices) {
        int factors = data.factorNames().size();
        if (factors == 0) {
            throw new InputException(
                    "The true factors of this data are not known",
                    "a data set with factors: sprites or digits",
                    "a data set of " + data.size() + " examples without factors",
                    "the data set",
                    "measure disentanglement on generated data");
        }
        int[][] levels = new int[indices.length][factors];
        for (int k = 0; k < factors; k++) {
            float[] values = new float[indices.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = data.factor(indices[i], k);
            }
            int[] level = levels(values);
            for (int i = 0; i < values.length; i++) {
                levels[i][k] = level[i];
            }
        }
        return levels;
    }

    /** The level of each value: its rank among the distinct values, or its quantile bin where those are too many. */
    static int[] levels(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float[] edges = new float[MAX_LEVELS + 1];
        int distinct = 0;
        for (int i = 0; i < sorted.length && distinct <= MAX_LEVELS; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                edges[distinct++] = sorted[i];
            }
        }
        if (distinct > MAX_LEVELS) {
            distinct = BINS;
            for (int b = 0; b < BINS; b++) {
                edges[b] = sorted[(int) ((long) b * sorted.length / BINS)];
            }
        }
        int[] out = new int[values.length];
        for (int i = 0; i < out.length; i++) {
            while (out[i] < distinct - 1 && values[i] >= edges[out[i] + 1]) {
                out[i]++;
            }
        }
        return out;
    }
}
