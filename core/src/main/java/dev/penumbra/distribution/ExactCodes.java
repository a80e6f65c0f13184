package dev.penumbra.distribution;

import java.util.Arrays;

/** {@link VectorQuantized}. */
record ExactCodes(int latent, int dim, Codebook codebook) implements ExactPosterior {
    @Override
    public Posterior describe(float[] code, int batch) {
        float[] mean = new float[code.length];
        for (int start = 0; start < code.length; start += dim) {
            codebook.copy(codebook.nearest(code, start), mean, start);
        }
        float[] logStd = new float[code.length];
        Arrays.fill(logStd, Float.NEGATIVE_INFINITY);
        return new Posterior(latent, mean, logStd);
    }

    @Override
    public Sample sample(float[] code, int batch, float[] noise) {
        return new Sample(describe(code, batch).mean(), new double[batch]);
    }
}
