package dev.penumbra.distribution;

import dev.penumbra.Seed;

/** {@link Prior.Normal}. */
record ExactNormal(int latent) implements ExactPrior {
    @Override
    public double[] logDensity(float[] z, int batch, float[] noise) {
        double[] out = new double[batch];
        for (int k = 0; k < z.length; k++) {
            out[k / latent] -= 0.5 * z[k] * z[k] + SpecialFunctions.HALF_LOG_2_PI;
        }
        return out;
    }

    @Override
    public float[] sample(int count, Seed seed, double temperature) {
        float[] z = seed.gaussians(Math.multiplyExact(count, latent));
        for (int k = 0; k < z.length; k++) {
            z[k] = (float) (temperature * z[k]);
        }
        return z;
    }
}
