package dev.penumbra.distribution;

import dev.penumbra.Seed;
import java.util.Arrays;

/** {@link Prior.Sphere}: Gaussian noise, brought to length 1. A temperature has nothing to change. */
record ExactSphere(int latent) implements ExactPrior {
    @Override
    public double[] logDensity(float[] z, int batch, float[] noise) {
        double[] out = new double[batch];
        Arrays.fill(out, -new VonMisesFisher(latent).logArea());
        return out;
    }

    @Override
    public float[] sample(int count, Seed seed, double temperature) {
        float[] z = seed.gaussians(Math.multiplyExact(count, latent));
        for (int i = 0; i < count; i++) {
            double squares = 0;
            for (int j = 0; j < latent; j++) {
                squares += (double) z[i * latent + j] * z[i * latent + j];
            }
            double length = StrictMath.sqrt(squares);
            for (int j = 0; j < latent; j++) {
                z[i * latent + j] = (float) (z[i * latent + j] / length);
            }
        }
        return z;
    }
}
