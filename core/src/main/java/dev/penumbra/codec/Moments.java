package dev.penumbra.codec;

import dev.penumbra.model.ExactInference;
import java.util.List;
import java.util.Objects;

/**
 * What the posteriors of some examples are, dimension by dimension, in units of each layer's prior. Layers below the first see the
 * posterior means above them.
 *
 * @param mean              [v], mean of the posterior means
 * @param variance          [v], their variance
 * @param posteriorVariance [v], mean of the posterior variances
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
record Moments(double[] mean, double[] variance, double[] posteriorVariance) {
    static Moments of(ExactInference model, List<float[]> examples) {
        int v = model.model().spec().latent();
        Moments moments = new Moments(new double[v], new double[v], new double[v]);
        int[] seen = {0};
        for (float[] x : examples) {
            seen[0]++;
            model.topDown(x, 0, (from, prior, posterior, z) -> {
                Objects.requireNonNull(posterior);
                System.arraycopy(posterior.mean(), 0, z, 0, z.length);
                for (int j = 0; j < z.length; j++) {
                    double scale = 1 / prior.std(0, j);
                    double std = posterior.std(0, j) * scale;
                    moments.add(from + j, (posterior.mean()[j] - prior.mean()[j]) * scale, std * std, seen[0]);
                }
            });
        }
        for (int j = 0; j < v; j++) {
            moments.variance[j] /= seen[0];
        }
        return moments;
    }

    /** Welford's recurrence. */
    private void add(int j, double value, double square, int count) {
        double delta = value - mean[j];
        mean[j] += delta / count;
        variance[j] += delta * (value - mean[j]);
        posteriorVariance[j] += (square - posteriorVariance[j]) / count;
    }
}
