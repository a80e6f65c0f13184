package dev.penumbra.torch.step;

import dev.penumbra.distribution.LogParameter;
import dev.penumbra.torch.tensor.Rows;

/**
 * z = mean + exp(logStd) noise and KL(N(mean, std^2) || N(0, I)), forward and back (Kingma and Welling 2014, section 2.4 and
 * appendix B); {@link LogParameter#softened} bounds logStd. Rows of different examples may be used at the same time.
 */
final class LatentSamples {
    private final int latent;
    /** [B][2V], means and logarithms of standard deviations. */
    private final float[][] codes;

    private final float[][] stds;

    LatentSamples(int examples, int latent) {
        this.latent = latent;
        this.codes = new float[examples][2 * latent];
        this.stds = new float[examples][latent];
    }

    /**
     * Draws z of the examples {@code [from, to)}.
     *
     * @param code  rows of the encoder's outputs
     * @param noise V draws of N(0, 1) for each example
     * @param z     rows to write
     * @return the sum of the examples' KLs, nats
     */
    double draw(int from, int to, Rows code, float[] noise, Rows z) {
        float[] sample = new float[latent];
        double kl = 0;
        for (int e = from; e < to; e++) {
            float[] c = codes[e];
            float[] std = stds[e];
            code.get(e, c);
            double sum = 0;
            for (int v = 0; v < latent; v++) {
                float mean = c[v];
                float logStd = LogParameter.softened(c[latent + v]);
                float s = (float) Math.exp(logStd);
                std[v] = s;
                sample[v] = mean + s * noise[e * latent + v];
                sum += mean * mean + s * s - 2 * logStd - 1;
            }
            kl += 0.5 * sum;
            z.put(e, sample);
        }
        return kl;
    }

    /**
     * The gradient by the encoder's outputs.
     *
     * @param slope  rows of the gradient by z
     * @param weight of the KL of one example
     * @param into   rows to write
     */
    void backward(int from, int to, Rows slope, float[] noise, float weight, Rows into) {
        float[] byZ = new float[latent];
        float[] byCode = new float[2 * latent];
        for (int e = from; e < to; e++) {
            float[] std = stds[e];
            slope.get(e, byZ);
            for (int v = 0; v < latent; v++) {
                float s = std[v];
                byCode[v] = byZ[v];
                byCode[latent + v] = byZ[v] * s * noise[e * latent + v];
                // A weight of 0 leaves the KL out even where it is infinite.
                if (weight != 0) {
                    byCode[v] += weight * codes[e][v];
                    byCode[latent + v] += weight * (s * s - 1);
                }
                byCode[latent + v] *= LogParameter.softenedSlope(codes[e][latent + v]);
            }
            into.put(e, byCode);
        }
    }
}
