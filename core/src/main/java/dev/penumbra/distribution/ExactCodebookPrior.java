package dev.penumbra.distribution;

import dev.penumbra.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;

/** {@link CodebookPrior}. */
record ExactCodebookPrior(int latent, CodebookPrior prior, Codebook codebook) implements ExactPrior {
    @Override
    public double[] logDensity(float[] z, int batch, float[] noise) {
        double[] out = new double[batch];
        Arrays.fill(out, prior.logMass(latent));
        return out;
    }

    /** A temperature has no effect: nothing that is drawn has a standard deviation. */
    @Override
    public float[] sample(int count, Seed seed, double temperature) {
        float[] z = new float[Math.multiplyExact(count, latent)];
        for (int i = 0; i < count; i++) {
            SplittableRandom random = seed.at(i).random();
            for (int start = i * latent; start < (i + 1) * latent; start += prior.dim()) {
                codebook.copy(random.nextInt(prior.codes()), z, start);
            }
        }
        return z;
    }
}
