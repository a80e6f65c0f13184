package dev.penumbra.latent;

import dev.penumbra.distribution.Posterior;
import dev.penumbra.model.ModelSpec;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Latent dimensions, those that carry the most first.
 *
 * @param dimensions [v], their numbers, in order; equal ones by number
 * @param carries    [v], what dimension j carries, by its number; NaN where nothing is known
 * @param by         what that is, in words
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record DimensionOrder(int[] dimensions, double[] carries, String by) {
    /**
     * By the mean KL of each dimension in nats where it {@linkplain ModelSpec#hasClosedKl has a closed form}; otherwise by the
     * variance of the posterior means, which takes more than one example. By number where neither is known.
     *
     * @param posterior of at least one example
     */
    public static DimensionOrder of(ModelSpec spec, Posterior posterior) {
        int n = posterior.batch();
        String of = n == 1 ? " of the item" : ", mean over " + n + " examples";
        if (spec.hasClosedKl()) {
            return by(
                    "KL in nats" + of,
                    posterior.latent(),
                    j -> IntStream.range(0, n)
                                    .mapToDouble(i -> posterior.kl(i, j))
                                    .sum()
                            / n);
        }
        if (n > 1) {
            return by(
                    "variance of the posterior means over " + n + " examples",
                    posterior.latent(),
                    j -> variance(posterior, j));
        }
        return byNumber(posterior.latent());
    }

    /** In the order of their numbers. */
    public static DimensionOrder byNumber(int latent) {
        return by("number: which of them carry something is not known without --data", latent, j -> Double.NaN);
    }

    private static DimensionOrder by(String words, int latent, IntToDoubleFunction value) {
        double[] carries = IntStream.range(0, latent).mapToDouble(value).toArray();
        int[] order = IntStream.range(0, latent)
                .boxed()
                .sorted((a, b) -> Double.compare(carries[b], carries[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new DimensionOrder(order, carries, words);
    }

    private static double variance(Posterior posterior, int j) {
        double[] means = IntStream.range(0, posterior.batch())
                .mapToDouble(i -> posterior.mean()[i * posterior.latent() + j])
                .toArray();
        double mean = Arrays.stream(means).average().orElseThrow();
        return Arrays.stream(means).map(m -> (m - mean) * (m - mean)).average().orElseThrow();
    }
}
