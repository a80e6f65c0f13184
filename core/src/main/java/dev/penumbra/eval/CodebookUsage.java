package dev.penumbra.eval;

import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Codebook;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.model.Inference;
import dev.penumbra.model.VaeSpec;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much of its codebook a model with a {@link VectorQuantized} posterior uses on a data set, over all examples and positions.
 *
 * @param codes      how many there are, K
 * @param used       how many were chosen at least once
 * @param perplexity exp(-sum_k f_k log f_k) of the codes' frequencies f: K where all are used equally, 1 where only one is used
 */
public record CodebookUsage(int codes, int used, double perplexity) {
    /**
     * Counts the codes of all examples.
     *
     * @throws IllegalArgumentException      where the model has no codebook
     * @throws dev.penumbra.InputException where the data's shape is not the model's
     */
    public static CodebookUsage of(Inference inference, Dataset data) {
        if (!(inference.model().spec() instanceof VaeSpec spec)
                || !(spec.posterior() instanceof VectorQuantized family)) {
            throw new IllegalArgumentException("the model has no codebook");
        }
        Codebook codebook = new Codebook(family, inference.model().weights());
        long[] counts = new long[codebook.size()];
        int[] all = IntStream.range(0, data.size()).toArray();
        Batches.forEach(inference, data, all, Batches.SIZE, (x, labels, from, count) -> {
            float[] z = inference.encode(x, labels, count).mean();
            for (int start = 0; start < z.length; start += family.dim()) {
                counts[codebook.nearest(z, start)]++;
            }
        });
        double total = Arrays.stream(counts).sum();
        double entropy = 0;
        for (long count : counts) {
            entropy -= count == 0 ? 0 : count / total * StrictMath.log(count / total);
        }
        int used = (int) Arrays.stream(counts).filter(count -> count > 0).count();
        return new CodebookUsage(counts.length, used, StrictMath.exp(entropy));
    }
}
