package dev.penumbra.torch.train;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.run.Metrics;
import dev.penumbra.torch.objective.Objective;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.NoGrad;
import dev.penumbra.torch.tensor.Scope;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The loss on a data set that is not trained on, always with the same noise, so that epochs can be compared. */
final class Validation implements AutoCloseable {
    private static final int BATCH = 500;

    private final Dataset data;
    private final Batches batches;
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

    Validation(Dataset data, ModelSpec spec, Seed seed, Device device) {
        this.data = data;
        this.seed = seed;
        this.batches = new Batches(data, BATCH, spec.latent(), device);
        this.order = IntStream.range(0, data.size()).toArray();
    }

    Result run(Objective objective, Loss loss) {
        EpochSums sums = EpochSums.ZERO;
        double absMu = 0;
        double sigma = 0;
        boolean hasSigma = false;
        for (int from = 0; from < order.length; from += BATCH) {
            int count = Math.min(BATCH, order.length - from);
            try (Scope scope = new Scope();
                    NoGrad noGrad = new NoGrad()) {
                batches.read(order, from, count, seed.at(from));
                Objective.Terms terms = objective.of(batches.examples(count), batches.noise(count), loss);
                sums = sums.plus(StepTerms.of(terms, loss), count);
                absMu += count * (double) terms.mean_BV().abs().mean().item();
                if (terms.logStd_BV() != null) {
                    sigma += count * (double) terms.logStd_BV().exp().mean().item();
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
