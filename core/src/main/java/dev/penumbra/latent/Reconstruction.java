package dev.penumbra.latent;

import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.eval.Batches;
import dev.penumbra.eval.Support;
import dev.penumbra.model.Inference;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One example and what the model makes of it: the posterior mean, decoded.
 *
 * @param index         of the example in its data set
 * @param x             [d], the example
 * @param mean          [d], the mean of p(x|z) at z = the posterior mean
 * @param mse           squared error, mean over the values, at the model's scale
 * @param logLikelihood log p(x|z) at that z in nats; null where x has values that the likelihood does not support
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Reconstruction(
        int index,
        float[] x,
        float[] mean,
        double mse,
        @Nullable Double logLikelihood) {
    /**
     * Hands the reconstruction of every example to {@code each}, in order, reading batch after batch.
     *
     * @param data for a conditional model as {@link Condition#of} gives it
     * @throws dev.penumbra.InputException where the data's shape is not the model's
     */
    public static void forEach(Inference inference, Dataset data, Consumer<Reconstruction> each) {
        Likelihood likelihood = inference.model().likelihood();
        int d = data.schema().shape().size();
        int width = likelihood.outputsPerValue() * d;
        Batches.forEach(inference, data, (x, labels, from, count) -> {
            Posterior posterior = inference.encode(x, labels, count);
            float[] outputs = inference.decode(posterior.mean(), labels, count);
            for (int i = 0; i < count; i++) {
                float[] own = Arrays.copyOfRange(x, i * d, (i + 1) * d);
                float[] mean = new float[d];
                likelihood.mean(outputs, i * width, mean, 0, d);
                Double log = Support.misfit(likelihood, own, 0, d) < 0
                        ? likelihood.logDensity(own, 0, outputs, i * width, d)
                        : null;
                each.accept(new Reconstruction(from + i, own, mean, mse(own, mean), log));
            }
        });
    }

    private static double mse(float[] x, float[] mean) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            double error = (double) x[k] - mean[k];
            sum += error * error;
        }
        return sum / x.length;
    }
}
