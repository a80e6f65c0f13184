package dev.penumbra.eval;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model does on one split. All terms are means over the examples; one z ~ q(z|x) is drawn for each.
 *
 * @param split            name of the part of the data
 * @param examples         how many were used: all of them
 * @param pixels           what the model saw of the values, in words
 * @param loss             at its declared scale, with the full weight of the KL
 * @param lambda           weight of the KL at lecture scale; null for a loss in nats
 * @param beta             weight of the KL in nats; null for a loss at lecture scale
 * @param elbo             logLikelihood - kl, nats per example; null where either is
 * @param elboStandardError of elbo over the examples, nats: how much it would vary with other examples; null where elbo is
 * @param logLikelihood    log p(x|z), nats per example; null where the loss implies no density: lambda or the weight of the
 *                         reconstruction is 0
 * @param kl               KL(q(z|x) || p(z)), nats per example, summed over the latent dimensions; null for a basic
 *                         autoencoder
 * @param mse              mean over the values of an example of the squared error of the mean of p(x|z), from that same z
 * @param meanAbsMu        mean of |mu| over examples and latent dimensions
 * @param meanSigma        mean of sigma over examples and latent dimensions; 0 for a basic autoencoder
 * @param activeUnits      latent dimensions whose posterior mean varies by more than {@link #ACTIVE} over the examples
 * @param klPerDimension   the KL of each latent dimension in nats per example; empty for a basic autoencoder
 * @param likelihoodStd    standard deviation of the Gaussian likelihood, in the units of the model's values; null for another
 *                         likelihood, and where logLikelihood is null
 * @param bitsPerDim       -elbo in bits per value, as {@link BitsPerValue} states them: an upper bound of what the values cost; null
 *                         where they cannot be stated
 */
public record Evaluation(
        String split,
        int examples,
        String pixels,
        double loss,
        @Nullable Double lambda,
        @Nullable Double beta,
        @Nullable Double elbo,
        @Nullable Double elboStandardError,
        @Nullable Double logLikelihood,
        @Nullable Double kl,
        double mse,
        double meanAbsMu,
        double meanSigma,
        int activeUnits,
        List<Double> klPerDimension,
        @Nullable Double likelihoodStd,
        // Optional in the files of older versions.
        @JacksonInject(value = "none", optional = OptBoolean.TRUE) @Nullable
        Double bitsPerDim) {
    /** A dimension is active when Var_x(E_q[z]) is above this (Burda, Grosse &amp; Salakhutdinov 2016, section 5.2). */
    public static final double ACTIVE = 0.01;

    public Evaluation {
        klPerDimension = List.copyOf(klPerDimension);
    }

    /** For each field in order, its unit and definition in one sentence. */
    public static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("split", "Name of the part of the data.");
        units.put("examples", "Number of examples, all of which count equally.");
        units.put("pixels", "What the model saw of the values, in words.");
        units.put(
                "loss",
                "Per example, at its declared scale: reconstruction * mse + lambda * kl, or in nats"
                        + " -logLikelihood + beta * kl.");
        units.put("lambda", "Weight of the KL at lecture scale; null for a loss in nats.");
        units.put("beta", "Weight of the KL for a loss in nats; null at lecture scale.");
        units.put("elbo", "Nats per example: logLikelihood - kl, whatever the weight of the KL in the loss.");
        units.put("elboStandardError", "Nats: of elbo over the examples.");
        units.put(
                "logLikelihood",
                "Nats per example: log p(x|z) at one z ~ q(z|x), summed over the values; null where the loss implies no"
                        + " density.");
        units.put(
                "kl",
                "Nats per example: KL(q(z|x) || N(0, I)), summed over the latent dimensions; null for a basic"
                        + " autoencoder.");
        units.put(
                "mse",
                "Squared units of the model's values: mean over values and examples of the squared error of the"
                        + " reconstruction from that same z.");
        units.put("meanAbsMu", "Latent units: mean of |mu| over examples and dimensions; about 0.8 under the prior.");
        units.put(
                "meanSigma", "Latent units: mean of sigma over examples and dimensions; 1 is the prior's, 0 a point.");
        units.put("activeUnits", "Number of latent dimensions with Var_x(E_q[z]) above " + ACTIVE + ".");
        units.put(
                "klPerDimension",
                "Nats per example: the KL of each latent dimension, which sum to kl; empty for a basic autoencoder.");
        units.put(
                "likelihoodStd",
                "Units of the model's values: standard deviation of the Gaussian likelihood; null for another one.");
        units.put(
                "bitsPerDim",
                "Bits per value: -elbo / (d log 2), and 8 more for dequantized bytes; null where p(x|z) is a density"
                        + " of other values, or the data is not made of its levels.");
        return Collections.unmodifiableMap(units);
    }
}
