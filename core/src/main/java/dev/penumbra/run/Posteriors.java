package dev.penumbra.run;

import dev.penumbra.Choice;
import dev.penumbra.distribution.PosteriorFamily;
import java.util.List;

/** The posteriors by name. */
public final class Posteriors {
    /** All that can be chosen with {@code --posterior} and as {@code model.posterior} of a configuration. */
    public static final List<Offer> ALL = List.of(
            new Offer("gaussian", "gaussian", "N(mean(x), std(x)^2), diagonal", "docs/models/vae.md"),
            new Offer("point", "point", "one point: the basic autoencoder", "docs/models/autoencoder.md"));

    private Posteriors() {}

    /**
     * The posterior that {@code text} names.
     *
     * @param latent dimensions of z
     * @throws dev.penumbra.InputException where it names none, or a setting is out of range
     */
    public static PosteriorFamily parse(String text, int latent) {
        Choice choice =
                Choice.parse(text, "--posterior", ALL.stream().map(Offer::name).toList());
        return switch (choice.name()) {
            case "gaussian" -> {
                choice.allowing();
                yield new PosteriorFamily.Gaussian();
            }
            case "point" -> {
                choice.allowing();
                yield new PosteriorFamily.Point();
            }
            default -> throw new IllegalStateException("a posterior without a reader: " + choice);
        };
    }
}
