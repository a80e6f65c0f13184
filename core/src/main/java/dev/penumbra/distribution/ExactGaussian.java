package dev.penumbra.distribution;

/** {@link PosteriorFamily.Gaussian}: z = mean + exp(logStd) noise. */
record ExactGaussian(int latent) implements ExactPosterior {
    @Override
    public Posterior describe(float[] code, int batch) {
        float[] mean = new float[batch * latent];
        float[] logStd = new float[batch * latent];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(code, 2 * i * latent, mean, i * latent, latent);
            for (int j = 0; j < latent; j++) {
                logStd[i * latent + j] = LogParameter.softened(code[(2 * i + 1) * latent + j]);
            }
        }
        return new Posterior(latent, mean, logStd);
    }

    @Override
    public Sample sample(float[] code, int batch, float[] noise) {
        Posterior posterior = describe(code, batch);
        double[] logDensity = new double[batch];
        for (int k = 0; k < noise.length; k++) {
            // log N(z; mean, std^2) in terms of the noise that made z.
            logDensity[k / latent] -=
                    0.5 * noise[k] * noise[k] + posterior.logStd()[k] + SpecialFunctions.HALF_LOG_2_PI;
        }
        return new Sample(posterior.sample(noise), logDensity);
    }
}
