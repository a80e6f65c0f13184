package dev.penumbra.distribution;

import java.util.Arrays;

/** {@link PosteriorFamily.Point}: z is what the encoder gives. */
record ExactPoint(int latent) implements ExactPosterior {
    @Override
    public Posterior describe(float[] code, int batch) {
        float[] logStd = new float[code.length];
        Arrays.fill(logStd, Float.NEGATIVE_INFINITY);
        return new Posterior(latent, code, logStd);
    }

    @Override
    public Sample sample(float[] code, int batch, float[] noise) {
        return new Sample(code, new double[batch]);
    }
}
