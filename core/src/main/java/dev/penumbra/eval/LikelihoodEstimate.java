package dev.penumbra.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How probable a model finds examples: log p(x), estimated from below by L_k = log 1/k sum_i w_i, w_i = p(x, z_i) / q(z_i|x),
 * z_i ~ q(z|x) (Burda, Grosse &amp; Salakhutdinov 2016, equation 8). It rises to log p(x) with k.
 *
 * @param samples       k
 * @param examples      how many
 * @param logMarginal   mean over the examples of L_k, nats
 * @param standardError of that mean over the examples, nats: how much it would vary with other examples; 0 for a single one
 * @param nll           -logMarginal
 * @param bitsPerDim    nll as {@link BitsPerValue}; null where p(x|z) is a density of other than dequantized bytes
 * @param elbo          mean over the examples of the mean of log w_i, nats: the same with k = 1
 */
public record LikelihoodEstimate(
        int samples,
        int examples,
        double logMarginal,
        double standardError,
        double nll,
        @Nullable Double bitsPerDim,
        double elbo) {
    /**
     * The estimate that L_k of each example makes.
     *
     * @param samples     k
     * @param logMarginal L_k of each example, at least one, nats
     * @param elbo        mean of log w over examples and samples, nats
     * @param bits        which has looked at the examples
     */
    public static LikelihoodEstimate of(int samples, double[] logMarginal, double elbo, BitsPerValue bits) {
        Mean mean = Mean.of(logMarginal);
        double nll = -mean.value();
        return new LikelihoodEstimate(
                samples, logMarginal.length, mean.value(), mean.standardError(), nll, bits.of(nll), elbo);
    }

    /** For each field in order, its unit and definition in one sentence. */
    public static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("samples", "Number of z ~ q(z|x) for each example, k.");
        units.put("examples", "Number of examples, all of which count equally.");
        units.put("logMarginal", "Nats per example: mean of log 1/k sum p(x, z) / q(z|x), a lower bound of log p(x).");
        units.put("standardError", "Nats: of logMarginal over the examples.");
        units.put("nll", "Nats per example: -logMarginal.");
        units.put(
                "bitsPerDim",
                "Bits per value: nll / (d log 2), and 8 more for dequantized bytes; null where p(x|z) is a density of"
                        + " other values, or the data is not made of its levels.");
        units.put("elbo", "Nats per example: the mean of log p(x, z) - log q(z|x) over the same samples.");
        return Collections.unmodifiableMap(units);
    }
}
