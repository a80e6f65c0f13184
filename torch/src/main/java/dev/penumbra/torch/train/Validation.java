package dev.penumbra.torch.train;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.run.Metrics;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.objective.TensorObjective;
import dev.penumbra.torch.objective.Terms;
import dev.penumbra.torch.step.Batches;
import dev.penumbra.torch.step.HostBatches;
import dev.penumbra.torch.step.StepTerms;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.NoGrad;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The loss on a data set that is not trained on, always with the same noise, so that epochs can be compared. Its
 * pixels have been drawn once. */
final class Validation implements AutoCloseable {
    /** Rows in a pass through the model, samples of each example counted. */
    private static final int ROWS = 500;

    private final Dataset data;
    private final Batches batches;
    private final int batch;
    private final int[] order;
    private final Seed seed;

    /**
     * What validation found.
     *
     * @param meanAbsMu mean of |mu| over examples and dimensions
     * @param meanSigma mean of sigma over examples and dimensions; null for a basic autoencoder
     */
    record Result(
            Metrics.Terms terms, double meanAbsMu, @Nullable Double meanSigma) {}

    /**
     * A validation.
     *
     * @param samples of z for each example
     */
    Validation(Dataset data, ModelSpec spec, TensorObjective objective, int samples, Seed seed, Device device) {
        this.data = data;
        this.seed = seed;
        this.batch = Math.max(1, ROWS / samples);
        this.batches = new HostBatches(data, Pixels.GREY, batch, objective.noise(), spec.classes(), device);
        this.order = IntStream.range(0, data.size()).toArray();
    }

    Result run(TensorObjective objective, Loss loss) {
        EpochSums sums = EpochSums.ZERO;
        double absMu = 0;
        double sigma = 0;
        boolean hasSigma = false;
        for (int from = 0; from < order.length; from += batch) {
            int count = Math.min(batch, order.length - from);
            try (Scope scope = new Scope();
                    NoGrad noGrad = new NoGrad()) {
                Terms terms = objective.of(batches.read(order, from, count, seed.at(from)), loss, 1);
                sums = sums.plus(StepTerms.of(terms, loss), count);
                TensorModel.Encoded encoded = terms.encoded().get();
                absMu += count * (double) encoded.mean_BV().abs().mean().item();
                Tensor logStd_BV = encoded.logStd_BV();
                if (logStd_BV != null) {
                    sigma += count * (double) logStd_BV.exp().mean().item();
                    hasSigma = true;
                }
            }
        }
        int n = data.size();
        return new Result(sums.means(), absMu / n, hasSigma ? sigma / n : null);
    }

    @Override
    public void close() {
        batches.close();
    }
}
