package dev.penumbra.run;

import dev.penumbra.Choice;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.RealNvp;
import java.util.List;

/** The priors by name. */
public final class Priors {
    /** All that can be chosen with {@code --prior} and as {@code model.prior} of a configuration. */
    public static final List<Offer> ALL = List.of(
            new Offer("normal", "normal", "N(0, I)", "docs/models/vae.md"),
            new Offer("mixture", "mixture:K", "K learned Gaussians", "docs/priors.md"),
            new Offer("vamp", "vamp:K", "the posteriors of K learned pseudo-inputs", "docs/priors.md"),
            new Offer("realnvp", "realnvp:N[,width=W]", "N(0, I) sent through N coupling layers", "docs/priors.md"),
            new Offer(
                    "vae",
                    "vae:N[/N...][,net=TEXT]",
                    "a VAE of z with N latents, or several, one of the other; TEXT has + for each comma",
                    "docs/models/hierarchical.md"));

    private static final int MAX_COMPONENTS = 1 << 16;

    private Priors() {}

    /**
     * The prior that {@code text} names.
     *
     * @param latent dimensions of z
     * @param unit   whether the data lies in [0, 1]
     * @throws dev.penumbra.InputException where it names none, or a setting is out of range
     */
    public static Prior parse(String text, int latent, boolean unit) {
        Choice choice =
                Choice.parse(text, "--prior", ALL.stream().map(Offer::name).toList());
        return switch (choice.name()) {
            case "normal" -> {
                choice.allowing();
                yield new Prior.Normal();
            }
            case "mixture" -> new Prior.Mixture(components(choice, 10));
            case "vamp" -> new Prior.Vamp(components(choice, 500), unit);
            case "realnvp" -> {
                choice.allowing(Choice.UNNAMED, "width");
                Flows.requireDimensions(choice, latent, "One dimension has no halves to couple", "mixture:K");
                int layers = choice.whole(Choice.UNNAMED, 6, 1, RealNvp.MAX_LAYERS);
                yield RealNvp.of(latent, layers, Flows.width(choice, latent));
            }
            case "vae" -> VaePriors.of(choice, latent);
            default -> throw new IllegalStateException("a prior without a reader: " + choice);
        };
    }

    private static int components(Choice choice, int otherwise) {
        return choice.allowing(Choice.UNNAMED).whole(Choice.UNNAMED, otherwise, 1, MAX_COMPONENTS);
    }
}
