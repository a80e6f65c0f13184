package dev.penumbra.eval;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.Inference;
import java.util.Arrays;

/**
 * Where some examples of a data set lie in latent space.
 *
 * @param posterior [n, v], q(z|x) of each
 * @param indices   [n], which examples of the data set, ascending
 * @param labels    [n], the class of each; -1 where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record LatentView(Posterior posterior, int[] indices, int[] labels) {
    public LatentView {
        if (indices.length != posterior.batch() || labels.length != posterior.batch()) {
            throw new IllegalArgumentException("one index and one label per posterior are needed, got " + indices.length
                    + " and " + labels.length + " for " + posterior.batch());
        }
    }

    /**
     * Encodes a random subset, all examples being equally likely to be in it.
     *
     * @param maxExamples the size of the subset, at least 1; all of the data where it has no more
     * @throws dev.penumbra.InputException where the data's shape is not the model's
     */
    public static LatentView of(Inference inference, Dataset data, int maxExamples, Seed seed) {
        if (maxExamples < 1) {
            throw new IllegalArgumentException("maxExamples must be at least 1, got " + maxExamples);
        }
        int[] indices = seed.subset(data.size(), maxExamples);
        int n = indices.length;
        int latent = inference.model().spec().latent();
        float[] mean = new float[Math.multiplyExact(n, latent)];
        float[] logStd = new float[mean.length];
        Batches.forEach(inference, data, indices, Batches.SIZE, (x, labels, from, count) -> {
            Posterior batch = inference.encode(x, labels, count);
            System.arraycopy(batch.mean(), 0, mean, from * latent, count * latent);
            System.arraycopy(batch.logStd(), 0, logStd, from * latent, count * latent);
        });
        int[] labels = Arrays.stream(indices).map(data::label).toArray();
        return new LatentView(new Posterior(latent, mean, logStd), indices, labels);
    }

    /** The plane on which {@link #plane()} shows these examples. */
    public PcaPlane pca() {
        return PcaPlane.of(posterior.mean(), posterior.latent());
    }

    /** The posterior means on a plane, [n][2]: as they are for v = 2, (z, 0) for v = 1, their {@link #pca()} above that. */
    public double[][] plane() {
        PcaPlane plane = pca();
        double[][] points = new double[posterior.batch()][];
        for (int i = 0; i < points.length; i++) {
            points[i] = plane.project(posterior.mean(), i);
        }
        return points;
    }
}
