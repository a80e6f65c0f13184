package dev.penumbra.run;

import dev.penumbra.Choice;
import dev.penumbra.model.Objective;
import java.util.List;

/** The objectives by name. */
public final class Objectives {
    /** All that can be chosen with {@code --objective} and as {@code objective} of a configuration. */
    public static final List<Offer> ALL = List.of(
            new Offer(
                    "elbo",
                    "elbo[:free-bits=X][:cycles=N][:capacity=C,gamma=G]",
                    "the evidence lower bound; free bits, cyclical weight or a target for the KL",
                    "docs/objectives/elbo.md"),
            new Offer(
                    "iwae", "iwae:k=N", "the importance-weighted bound of k samples", "docs/objectives/importance.md"),
            new Offer(
                    "dreg",
                    "dreg:k=N",
                    "the same with the doubly reparameterized gradient",
                    "docs/objectives/importance.md"),
            new Offer(
                    "miwae",
                    "miwae:m=M,k=N",
                    "the mean of m importance-weighted bounds of k samples",
                    "docs/objectives/importance.md"),
            new Offer(
                    "ciwae",
                    "ciwae:k=N,beta=B",
                    "beta ELBO + (1 - beta) importance-weighted bound",
                    "docs/objectives/importance.md"),
            new Offer(
                    "piwae",
                    "piwae:m=M,k=N",
                    "k m samples' bound for the decoder, m bounds of k for the encoder",
                    "docs/objectives/importance.md"));

    private static final int MAX_SAMPLES = 10_000;

    private Objectives() {}

    /**
     * The objective that {@code text} names.
     *
     * @throws dev.penumbra.InputException where it names none, or a setting is out of range
     */
    public static Objective parse(String text) {
        Choice choice =
                Choice.parse(text, "--objective", ALL.stream().map(Offer::name).toList());
        return switch (choice.name()) {
            case "elbo" -> {
                choice.allowing("free-bits", "cycles", "capacity", "gamma");
                yield new Objective.Elbo(
                        choice.number("free-bits", 0, 0, 1000),
                        choice.whole("cycles", 0, 0, 1_000_000),
                        choice.number("capacity", 0, 0, 1e6),
                        choice.number("gamma", 1000, 0, 1e9));
            }
            case "iwae" -> new Objective.Iwae(samples(choice.allowing("k"), "k", 5));
            case "dreg" -> new Objective.Dreg(samples(choice.allowing("k"), "k", 5));
            case "miwae" -> new Objective.Miwae(samples(choice.allowing("m", "k"), "m", 8), samples(choice, "k", 8));
            case "ciwae" ->
                new Objective.Ciwae(samples(choice.allowing("k", "beta"), "k", 8), choice.number("beta", 0.5, 0, 1));
            case "piwae" -> new Objective.Piwae(samples(choice.allowing("m", "k"), "m", 8), samples(choice, "k", 8));
            default -> throw new IllegalStateException("an objective without a reader: " + choice);
        };
    }

    private static int samples(Choice choice, String key, int otherwise) {
        return choice.whole(key, otherwise, 1, MAX_SAMPLES);
    }
}
