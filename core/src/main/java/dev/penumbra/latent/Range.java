package dev.penumbra.latent;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.model.Inference;
import dev.penumbra.model.VaeSpec;
import java.util.Arrays;

/**
 * Where the values of each latent dimension lie.
 *
 * @param low  [v]
 * @param high [v]
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Range(double[] low, double[] high) {
    /** Standard deviations of N(0, 1) on each side; quantiles of others leave out as much, 0.135 % on either side. */
    private static final double SIDE = 3;

    private static final double TAIL = 0.00135;
    private static final int DRAWS = 10_000;

    /** Values of one point in each dimension, [v]: the middle of the range. */
    public float[] middle() {
        float[] z = new float[low.length];
        for (int j = 0; j < z.length; j++) {
            z[j] = (float) ((low[j] + high[j]) / 2);
        }
        return z;
    }

    /**
     * The range of the prior: -3 to 3 for N(0, I), else quantiles of 10,000 draws.
     *
     * @throws InputException for codes of a codebook, between which there is nothing
     */
    public static Range ofPrior(Inference inference, Seed seed) {
        int v = inference.model().spec().latent();
        if (inference.model().spec() instanceof VaeSpec vae) {
            if (vae.posterior() instanceof VectorQuantized || vae.prior() instanceof Prior.Sphere) {
                throw new InputException(
                        "One dimension of this model cannot move alone: its z are "
                                + (vae.prior() instanceof Prior.Sphere
                                        ? "points of a sphere."
                                        : "entries of a codebook."),
                        "a model whose prior is a density on all of latent space",
                        "the prior " + vae.prior(),
                        "the model",
                        "see between examples with penumbra interpolate");
            }
            if (vae.prior() instanceof Prior.Normal && vae.isVariational()) {
                double[] high = new double[v];
                Arrays.fill(high, SIDE);
                return new Range(Arrays.stream(high).map(x -> -x).toArray(), high);
            }
        }
        return ofPoints(inference.samplePrior(DRAWS, seed, 1), v);
    }

    /** Quantiles of points, [n, v], n at least 1. */
    public static Range ofPoints(float[] points, int latent) {
        int n = points.length / latent;
        Range range = new Range(new double[latent], new double[latent]);
        for (int j = 0; j < latent; j++) {
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = points[i * latent + j];
            }
            Arrays.sort(values);
            int tail = (int) Math.floor(TAIL * n);
            range.low[j] = values[tail];
            range.high[j] = values[n - 1 - tail];
        }
        return range;
    }
}
