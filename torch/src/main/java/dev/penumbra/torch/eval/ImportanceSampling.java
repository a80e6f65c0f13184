package dev.penumbra.torch.eval;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.SpecialFunctions;
import dev.penumbra.eval.Batches;
import dev.penumbra.eval.BitsPerValue;
import dev.penumbra.eval.LikelihoodEstimate;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.NetworkSummary;
import dev.penumbra.torch.model.TorchInference;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Estimates log p(x) with k samples of z for each example, exactly k. The noise of a sample is a function of the seed, the example's
 * index and the sample's number alone, so how many rows pass through the model at a time changes nothing but rounding.
 */
public final class ImportanceSampling {
    /** Samples for each example at most: their log-weights are kept until they are summed. */
    public static final int MAX_SAMPLES = 10_000_000;

    /** Rows in a pass: enough to fill the machine, few enough for its caches. */
    private static final int CPU_ROWS = 2000;

    private static final int GPU_ROWS = 20_000;

    /** Numbers that a pass may hold, 1 GiB of them. */
    private static final long MAX_VALUES = 1L << 28;

    /** How many numbers the densities of one output take at most, beyond the output itself. */
    private static final int TEMPORARIES = 16;

    private final TorchInference inference;
    private final int width;
    private final int samples;
    private final int rows;
    private final Seed seed;
    private final double[] logMarginal;
    private double elbo;
    private final BitsPerValue bits;

    private ImportanceSampling(TorchInference inference, Dataset data, int samples, Seed seed, int rows) {
        ModelSpec spec = inference.model().spec();
        this.inference = inference;
        this.width = spec.noise();
        this.samples = samples;
        this.rows = rows;
        this.seed = seed;
        this.logMarginal = new double[data.size()];
        this.bits = new BitsPerValue(data, inference.model().likelihood());
    }

    /**
     * Measures all examples of {@code data}.
     *
     * @param samples  k, from 1 to {@link #MAX_SAMPLES}
     * @param seed     of the noise
     * @param progress is told how many examples are done
     * @throws dev.penumbra.InputException where the data's shape is not the model's
     * @throws IllegalArgumentException    for a basic autoencoder, which has no p(x), and a k out of range
     */
    public static LikelihoodEstimate of(
            TorchInference inference, Dataset data, int samples, Seed seed, IntConsumer progress) {
        int wanted = inference.isOnCpu() ? CPU_ROWS : GPU_ROWS;
        int rows = Math.clamp(MAX_VALUES / values(inference.model().spec()), 1, wanted);
        return of(inference, data, samples, seed, progress, rows);
    }

    static LikelihoodEstimate of(
            TorchInference inference, Dataset data, int samples, Seed seed, IntConsumer progress, int rows) {
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw new IllegalArgumentException("samples must be from 1 to " + MAX_SAMPLES + ", got " + samples);
        }
        if (!inference.model().spec().isVariational()) {
            throw new IllegalArgumentException("a basic autoencoder has no p(x)");
        }
        ImportanceSampling sampling = new ImportanceSampling(inference, data, samples, seed, rows);
        int[] all = IntStream.range(0, data.size()).toArray();
        Batches.forEach(inference, data, all, Math.max(1, rows / samples), (x, labels, from, count) -> {
            sampling.add(x, labels, from, count);
            progress.accept(from + count);
        });
        return LikelihoodEstimate.of(samples, sampling.logMarginal, sampling.elbo / data.size(), sampling.bits);
    }

    /** Numbers that one row brings to life: all of them stay until the pass ends. */
    private static long values(ModelSpec spec) {
        long layers = spec.networks().values().stream()
                .flatMap(network -> NetworkSummary.of(network).rows().stream())
                .mapToLong(row -> row.output().size())
                .sum();
        return layers
                + (long) TEMPORARIES
                        * spec.likelihood().outputsPerValue()
                        * spec.schema().shape().size();
    }

    private void add(float[] x, int[] labels, int from, int count) {
        double[][] logWeights = new double[count][samples];
        for (int start = 0; start < samples; ) {
            int chunk = Math.min(samples - start, Math.max(1, rows / count));
            double[] part = inference.logWeights(x, labels, count, noise(from, count, start, chunk), chunk);
            for (int i = 0; i < count; i++) {
                System.arraycopy(part, i * chunk, logWeights[i], start, chunk);
            }
            start += chunk;
        }
        for (int i = 0; i < count; i++) {
            logMarginal[from + i] = SpecialFunctions.logSumExp(logWeights[i]) - StrictMath.log(samples);
            elbo += Arrays.stream(logWeights[i]).sum() / samples;
        }
        bits.look(x);
    }

    private float[] noise(int from, int count, int start, int chunk) {
        float[] noise = new float[Math.multiplyExact(count * chunk, width)];
        for (int i = 0; i < count; i++) {
            Seed example = seed.at(from + i);
            for (int s = 0; s < chunk; s++) {
                float[] row = example.at(start + s).gaussians(width);
                System.arraycopy(row, 0, noise, (i * chunk + s) * width, width);
            }
        }
        return noise;
    }
}
