package dev.penumbra.run;

import dev.penumbra.Choice;
import dev.penumbra.InputException;
import dev.penumbra.distribution.InverseAutoregressiveFlow;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.nn.Shape;
import java.util.List;

/** The posteriors by name. */
public final class Posteriors {
    /** All that can be chosen with {@code --posterior} and as {@code model.posterior} of a configuration. */
    public static final List<Offer> ALL = List.of(
            new Offer("gaussian", "gaussian", "N(mean(x), std(x)^2), diagonal", "docs/models/vae.md"),
            new Offer("point", "point", "one point: the basic autoencoder", "docs/models/autoencoder.md"),
            new Offer(
                    "iaf",
                    "iaf:N[,width=W]",
                    "a Gaussian sent through N inverse autoregressive steps",
                    "docs/posteriors.md"),
            new Offer("planar", "planar:N", "a Gaussian sent through N planar flows", "docs/posteriors.md"),
            new Offer("vmf", "vmf", "von Mises-Fisher, on the unit sphere", "docs/posteriors.md"),
            new Offer(
                    "vq",
                    "vq:K[,dim=N][,beta=X]",
                    "each N outputs replaced by the nearest of K learned codes; all as one without dim",
                    "docs/models/vq-vae.md"));

    private static final int MAX_CODES = 1 << 16;

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
            case "iaf" -> {
                choice.allowing(Choice.UNNAMED, "width");
                Flows.requireDimensions(
                        choice, latent, "One dimension has none before it to be a function of", "planar:N");
                int steps = choice.whole(Choice.UNNAMED, 4, 1, InverseAutoregressiveFlow.MAX_STEPS);
                yield InverseAutoregressiveFlow.of(latent, steps, Flows.width(choice, latent));
            }
            case "planar" -> planar(choice.allowing(Choice.UNNAMED), latent);
            case "vmf" -> {
                choice.allowing();
                yield sphere(choice, latent);
            }
            case "vq" -> codes(choice.allowing(Choice.UNNAMED, "dim", "beta"), latent);
            default -> throw new IllegalStateException("a posterior without a reader: " + choice);
        };
    }

    private static PosteriorFamily planar(Choice choice, int latent) {
        int flows = choice.whole(Choice.UNNAMED, 10, 1, PosteriorFamily.Planar.MAX_FLOWS);
        if (2L * latent + flows * (2L * latent + 1) > Shape.MAX_SIZE) {
            throw new InputException(
                    "So many flows need too many outputs of the encoder",
                    "at most " + Shape.MAX_SIZE,
                    choice.text() + " with " + latent + " latent dimensions",
                    choice.where(),
                    "choose fewer flows or latent dimensions");
        }
        return new PosteriorFamily.Planar(flows);
    }

    private static PosteriorFamily sphere(Choice choice, int latent) {
        PosteriorFamily sphere = new PosteriorFamily.Spherical();
        if (!sphere.fits(latent)) {
            throw new InputException(
                    "A sphere in one dimension is two points",
                    "at least 2 latent dimensions",
                    String.valueOf(latent),
                    choice.where(),
                    "change --latent, or use --posterior gaussian");
        }
        return sphere;
    }

    private static PosteriorFamily codes(Choice choice, int latent) {
        int codes = choice.whole(Choice.UNNAMED, 512, 1, MAX_CODES);
        int dim = choice.whole("dim", latent, 1, latent);
        if (latent % dim != 0 || (long) codes * dim > Shape.MAX_SIZE) {
            throw new InputException(
                    "The codes do not fit the latent dimensions",
                    "dim that divides the latent dimensions, with at most " + Shape.MAX_SIZE + " values of all codes",
                    choice.text() + " with " + latent + " latent dimensions",
                    choice.where(),
                    "choose dim and the latent dimensions so that each code has dim of them");
        }
        return new VectorQuantized(codes, dim, choice.number("beta", 0.25, 0, 1e6));
    }
}
