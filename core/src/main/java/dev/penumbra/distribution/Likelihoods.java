package dev.penumbra.distribution;

import dev.penumbra.Choice;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** All likelihoods by name. */
public final class Likelihoods {
    private static final SequencedMap<String, String> DESCRIPTIONS = new LinkedHashMap<>();

    static {
        DESCRIPTIONS.put(
                "bernoulli",
                "values in [0, 1]: a logit for each; exact on binary data, the field's cross-entropy on grey");
        DESCRIPTIONS.put("continuous-bernoulli", "values in [0, 1]: the Bernoulli's cross-entropy made a density");
        DESCRIPTIONS.put("gaussian", "any numbers: a normal of fixed standard deviation, 1 or gaussian:0.5");
        DESCRIPTIONS.put("gaussian-learned", "any numbers: one standard deviation for all values, learned");
        DESCRIPTIONS.put(
                "gaussian-per-dimension", "any numbers: a standard deviation for each value of an example, learned");
        DESCRIPTIONS.put("gaussian-per-example", "any numbers: mean and standard deviation from the decoder");
        DESCRIPTIONS.put("laplace", "any numbers: location and scale from the decoder; absolute errors");
        DESCRIPTIONS.put(
                "student-t", "any numbers: location, scale, degrees of freedom from the decoder; robust to outliers");
        DESCRIPTIONS.put(
                "discretized-logistic",
                "8-bit pixels: a logistic over 256 levels, or a mixture, discretized-logistic:5");
        DESCRIPTIONS.put("beta-binomial", "8-bit pixels: 255 trials, alpha and beta from the decoder");
        DESCRIPTIONS.put("categorical", "levels k/(N-1) of [0, 1]: a logit for each of N = 256, or categorical:N");
        DESCRIPTIONS.put("poisson", "counts: a rate from the decoder");
        DESCRIPTIONS.put(
                "negative-binomial",
                "counts that vary more than a Poisson's: mean and inverse dispersion from the decoder");
    }

    private Likelihoods() {}

    /** The names in order, each with a line about it. */
    public static SequencedMap<String, String> descriptions() {
        return Collections.unmodifiableSequencedMap(DESCRIPTIONS);
    }

    /**
     * The likelihood that a text such as {@code gaussian:0.5} names.
     *
     * @param where the option or field that it was given to, for messages
     * @throws dev.penumbra.InputException where there is none, or a setting is out of range
     */
    public static Likelihood parse(String text, String where) {
        Choice choice = Choice.parse(text, where, List.copyOf(DESCRIPTIONS.keySet()));
        return switch (choice.name()) {
            case "bernoulli" -> plain(choice, new Bernoulli());
            case "gaussian" -> new Gaussian(choice.allowing(Choice.UNNAMED).number(Choice.UNNAMED, 1, 1e-6, 1e6));
            case "gaussian-learned" -> plain(choice, new LearnedGaussian());
            case "continuous-bernoulli" -> plain(choice, new ContinuousBernoulli());
            case "gaussian-per-dimension" -> plain(choice, new GaussianPerDimension());
            case "gaussian-per-example" -> plain(choice, new GaussianPerExample());
            case "laplace" -> plain(choice, new Laplace());
            case "student-t" -> plain(choice, new StudentT());
            case "discretized-logistic" ->
                new DiscretizedLogistic(choice.allowing(Choice.UNNAMED).whole(Choice.UNNAMED, 1, 1, 100));
            case "beta-binomial" -> plain(choice, new BetaBinomial());
            case "categorical" ->
                new Categorical(choice.allowing(Choice.UNNAMED).whole(Choice.UNNAMED, 256, 2, Categorical.MAX_LEVELS));
            case "poisson" -> plain(choice, new Poisson(1));
            case "negative-binomial" -> plain(choice, new NegativeBinomial(1));
            default -> throw new IllegalStateException("no likelihood is made for the name " + choice.name());
        };
    }

    private static Likelihood plain(Choice choice, Likelihood likelihood) {
        choice.allowing();
        return likelihood;
    }
}
