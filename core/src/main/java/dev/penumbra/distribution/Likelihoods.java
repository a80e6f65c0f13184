package dev.penumbra.distribution;

import dev.penumbra.Choice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** All likelihoods by name. */
public final class Likelihoods {
    private static final SequencedMap<String, String> DESCRIPTIONS = new LinkedHashMap<>();

    static {
        DESCRIPTIONS.put("bernoulli", "values in [0, 1]: the logit of each");
        DESCRIPTIONS.put("gaussian", "any numbers: a normal with a fixed standard deviation, gaussian:0.5");
        DESCRIPTIONS.put("gaussian-learned", "any numbers: one standard deviation for all values, learned");
    }

    private Likelihoods() {}

    /** The names in order, each with a line about it. */
    public static SequencedMap<String, String> descriptions() {
        return java.util.Collections.unmodifiableSequencedMap(DESCRIPTIONS);
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
            default -> throw new IllegalStateException("no likelihood is made for the name " + choice.name());
        };
    }

    private static Likelihood plain(Choice choice, Likelihood likelihood) {
        choice.allowing();
        return likelihood;
    }
}
