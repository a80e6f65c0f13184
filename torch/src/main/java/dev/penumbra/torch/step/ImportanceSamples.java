package dev.penumbra.torch.step;

import dev.penumbra.distribution.LogParameter;
import dev.penumbra.torch.tensor.Rows;
import java.util.Arrays;

/**
 * k samples z = mean + exp(logStd) noise of each example, weighted as the importance-weighted bound weighs them: the bound is
 * log 1/k sum_i w_i, and its gradient sum_i w_i / (sum_j w_j) times that of log w_i (Burda, Grosse &amp; Salakhutdinov 2016, eq. 8 and 13),
 * with log w = log p(x|z) + weight (log p(z) - log q(z|x)); {@link LogParameter#softened} bounds logStd. Rows of different examples may be
 * used at the same time.
 */
final class ImportanceSamples {
    private final int latent;
    private final int k;
    /** [B k][V]. */
    private final float[][] z;
    /** [B][V]. */
    private final float[][] stds;
    /** [B][V], of logStd by the encoder's outputs. */
    private final float[][] slopes;
    /** log q(z|x) - log p(z) of each row, nats. */
    private final double[] divergences;
    /** w_i / (sum_j w_j) of each row. */
    private final double[] weights;

    ImportanceSamples(int examples, int latent, int k) {
        int rows = Math.multiplyExact(examples, k);
        this.latent = latent;
        this.k = k;
        this.z = new float[rows][latent];
        this.stds = new float[examples][latent];
        this.slopes = new float[examples][latent];
        this.divergences = new double[rows];
        this.weights = new double[rows];
    }

    /**
     * Draws z of the examples {@code [from, to)}.
     *
     * @param code  rows of the encoder's outputs
     * @param noise V draws of N(0, 1) for each sample
     * @param into  rows to write, k for each example
     * @return the sum over the examples of the mean over their samples of log q(z|x) - log p(z), nats
     */
    double draw(int from, int to, Rows code, float[] noise, Rows into) {
        float[] c = new float[2 * latent];
        double sum = 0;
        for (int e = from; e < to; e++) {
            code.get(e, c);
            float[] std = stds[e];
            double logStds = 0;
            for (int v = 0; v < latent; v++) {
                float logStd = LogParameter.softened(c[latent + v]);
                std[v] = (float) Math.exp(logStd);
                slopes[e][v] = LogParameter.softenedSlope(c[latent + v]);
                logStds += logStd;
            }
            for (int row = e * k; row < (e + 1) * k; row++) {
                float[] sample = z[row];
                float squares = 0;
                for (int v = 0; v < latent; v++) {
                    float eps = noise[row * latent + v];
                    float value = c[v] + std[v] * eps;
                    sample[v] = value;
                    squares += value * value - eps * eps;
                }
                divergences[row] = 0.5 * squares - logStds;
                sum += divergences[row];
                into.put(row, sample);
            }
        }
        return sum / k;
    }

    /**
     * Weighs the samples of the examples {@code [from, to)}.
     *
     * @param logLikelihoods log p(x|z) of these examples' rows
     * @param klWeight       of log q(z|x) - log p(z)
     * @param shares         of these rows, is set to w_i / (sum_j w_j)
     * @return the sum of the examples' bounds, nats
     */
    double weigh(int from, int to, double[] logLikelihoods, double klWeight, float[] shares) {
        double bounds = 0;
        for (int e = from; e < to; e++) {
            int first = e * k;
            double largest = Double.NEGATIVE_INFINITY;
            for (int row = first; row < first + k; row++) {
                weights[row] = logLikelihoods[row - from * k] - klWeight * divergences[row];
                largest = Math.max(largest, weights[row]);
            }
            double sum = 0;
            for (int row = first; row < first + k; row++) {
                weights[row] = Math.exp(weights[row] - largest);
                sum += weights[row];
            }
            for (int row = first; row < first + k; row++) {
                weights[row] /= sum;
                shares[row - from * k] = (float) weights[row];
            }
            bounds += largest + Math.log(sum / k);
        }
        return bounds;
    }

    /**
     * The gradient by the encoder's outputs.
     *
     * @param slope    rows of the gradient by z through the decoder, weighted already
     * @param noise    as in {@link #draw}
     * @param klWeight of log q(z|x) - log p(z) of an example in the loss
     * @param into     rows to write
     */
    void backward(int from, int to, Rows slope, float[] noise, double klWeight, Rows into) {
        float[] byZ = new float[latent];
        float[] byCode = new float[2 * latent];
        for (int e = from; e < to; e++) {
            Arrays.fill(byCode, 0);
            float[] std = stds[e];
            for (int row = e * k; row < (e + 1) * k; row++) {
                slope.get(row, byZ);
                float weight = (float) (klWeight * weights[row]);
                float[] sample = z[row];
                for (int v = 0; v < latent; v++) {
                    float byMean = byZ[v] + weight * sample[v];
                    byCode[v] += byMean;
                    byCode[latent + v] += byMean * std[v] * noise[row * latent + v] - weight;
                }
            }
            for (int v = 0; v < latent; v++) {
                byCode[latent + v] *= slopes[e][v];
            }
            into.put(e, byCode);
        }
    }
}
