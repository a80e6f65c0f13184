package dev.penumbra.latent;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.eval.Batches;
import dev.penumbra.model.Inference;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Where a model puts one example.
 *
 * @param index   of the example in its data set
 * @param mean    [v], as {@link Inference#encode} gives it
 * @param std     [v], standard deviations as there; 0 for a basic autoencoder
 * @param samples [K][v], draws of q(z|x)
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Code(int index, float[] mean, float[] std, float[][] samples) {
    /**
     * Hands the code of every example to {@code each}, in order, reading batch after batch. The draws of an example depend on the
     * seed and its values alone, and the first k of more draws are the k of fewer.
     *
     * @param data    for a conditional model as {@link Condition#of} gives it
     * @param samples K, at least 0
     * @throws dev.penumbra.InputException where the data's shape is not the model's
     */
    public static void forEach(Inference inference, Dataset data, int samples, Seed seed, Consumer<Code> each) {
        int v = inference.model().spec().latent();
        Batches.forEach(inference, data, (x, labels, from, count) -> {
            Posterior posterior = inference.encode(x, labels, count);
            float[][][] drawn = new float[count][samples][];
            for (int k = 0; k < samples; k++) {
                float[] noise = Batches.noise(inference, seed, k, x, count);
                float[] z = inference.draw(x, labels, count, noise).z();
                for (int i = 0; i < count; i++) {
                    drawn[i][k] = Arrays.copyOfRange(z, i * v, (i + 1) * v);
                }
            }
            for (int i = 0; i < count; i++) {
                float[] std = new float[v];
                for (int j = 0; j < v; j++) {
                    std[j] = (float) posterior.std(i, j);
                }
                float[] mean = Arrays.copyOfRange(posterior.mean(), i * v, (i + 1) * v);
                each.accept(new Code(from + i, mean, std, drawn[i]));
            }
        });
    }
}
