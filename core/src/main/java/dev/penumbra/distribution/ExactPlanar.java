package dev.penumbra.distribution;

/** {@link PosteriorFamily.Planar}. Described by z at noise 0 and the standard deviations before the flows. */
record ExactPlanar(int latent, int flows) implements ExactPosterior {
    @Override
    public Posterior describe(float[] code, int batch) {
        return new Posterior(
                latent, sample(code, batch, new float[batch * latent]).z(), logStds(code, batch));
    }

    @Override
    public Sample sample(float[] code, int batch, float[] noise) {
        int width = code.length / batch;
        float[] z = new float[batch * latent];
        double[] logDensity = new double[batch];
        for (int i = 0; i < batch; i++) {
            double[] row = new double[latent];
            int start = i * width;
            for (int j = 0; j < latent; j++) {
                double logStd = LogParameter.softened(code[start + latent + j]);
                double eps = noise[i * latent + j];
                row[j] = code[start + j] + StrictMath.exp(logStd) * eps;
                logDensity[i] -= 0.5 * eps * eps + logStd + SpecialFunctions.HALF_LOG_2_PI;
            }
            for (int k = 0; k < flows; k++) {
                logDensity[i] -= apply(code, start + 2 * latent + k * (2 * latent + 1), row);
            }
            for (int j = 0; j < latent; j++) {
                z[i * latent + j] = (float) row[j];
            }
        }
        return new Sample(z, logDensity);
    }

    /** One flow whose u, w and b begin at {@code start}; gives log |det dz'/dz|. */
    private double apply(float[] code, int start, double[] z) {
        double wu = 0;
        double ww = 0;
        double pre = code[start + 2 * latent];
        for (int j = 0; j < latent; j++) {
            double w = code[start + latent + j];
            wu += w * code[start + j];
            ww += w * w;
            pre += w * z[j];
        }
        double softplus = SpecialFunctions.softplus(wu + PosteriorFamily.Planar.SHIFT);
        double tanh = StrictMath.tanh(pre);
        // w u' = softplus(w u + shift) - 1, above -1.
        double along = (softplus - 1 - wu) / Math.max(ww, 1e-24);
        for (int j = 0; j < latent; j++) {
            z[j] += (code[start + j] + along * code[start + latent + j]) * tanh;
        }
        // 1 + (1 - tanh^2) w u', without a difference.
        return StrictMath.log(tanh * tanh + (1 - tanh * tanh) * softplus);
    }

    private float[] logStds(float[] code, int batch) {
        float[] out = new float[batch * latent];
        int width = code.length / batch;
        for (int k = 0; k < out.length; k++) {
            out[k] = LogParameter.softened(code[k / latent * width + latent + k % latent]);
        }
        return out;
    }
}
