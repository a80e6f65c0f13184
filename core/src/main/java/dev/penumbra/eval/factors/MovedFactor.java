package dev.penumbra.eval.factors;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The true factor that a latent dimension tells most about.
 *
 * @param dimension   from 0
 * @param factor      name of the factor with the largest mutual information, relative to its entropy; null where no mutual information is
 *                    more than twice what independent numbers would show
 * @param information I(z_j; factor) in nats, less what independent numbers would show; 0 where factor is null
 * @param share       information / H(factor), at most 1
 */
public record MovedFactor(int dimension, @Nullable String factor, double information, double share) {
    /**
     * For each dimension.
     *
     * @param means  [n, v], posterior means, finite
     * @param levels [n][K], see {@link FactorLevels}
     * @param names  [K]
     * @return v of them
     */
    public static List<MovedFactor> of(float[] means, int latent, int[][] levels, List<String> names) {
        Codes codes =
                Codes.of(means, latent, levels, IntStream.range(0, names.size()).toArray());
        double[][] table = Information.table(codes);
        List<MovedFactor> moved = new ArrayList<>();
        for (int j = 0; j < latent; j++) {
            MovedFactor best = new MovedFactor(j, null, 0, 0);
            for (int k = 0; k < names.size(); k++) {
                // The mean of an estimate from counts for independent numbers (Miller 1955).
                double bias = (Information.BINS - 1.0) * (codes.counts()[k] - 1) / (2.0 * codes.size());
                double information = table[j][k] - bias;
                double share = information / Information.entropy(codes.levelsOf(k), codes.counts()[k]);
                if (information > bias && share > best.share) {
                    best = new MovedFactor(j, names.get(k), information, share);
                }
            }
            moved.add(best);
        }
        return moved;
    }
}
