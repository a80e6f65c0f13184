package dev.penumbra.report;

import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.eval.PcaPlane;
import dev.penumbra.latent.Latent;
import dev.penumbra.latent.Overlap;
import dev.penumbra.latent.Sampler;
import dev.penumbra.report.Decoded.Caption;
import java.util.Arrays;

/** What a model decodes. */
record DecodedFigures(Page page, Shown shown) {
    private static final int STEPS = 11;

    /** Latent dimensions up to which a mixture with full covariances takes seconds. */
    private static final int MAX_FITTED = 64;

    private Decoded decoded() {
        return Decoded.of(shown.schema());
    }

    /** The decoded plane. */
    Html plane(String id, String title, boolean explained) {
        PcaPlane pca = shown.view().pca();
        double range = shown.range(pca);
        int side = decoded().side();
        int latent = shown.spec().latent();
        float[] grid = Latent.plane(shown.inferenceFor(0), pca, range, side);
        if (latent == 1) {
            // Every row is the same: there is no second axis.
            grid = Arrays.copyOf(grid, side * shown.size());
        }
        String reach = "From −" + Numbers.text(range) + " to " + Numbers.text(range)
                + (latent == 1 ? ", left to right." : " on both axes, the first to the right, the second upwards.");
        String reading =
                "Each place is decoded as if it were a mean; neighbours should look alike, and what lies between"
                        + " two classes should look like something between them. ";
        float[] x = shown.examples(Math.min(decoded().samples(), shown.count()));
        Caption caption = new Caption(id, title, (explained ? reading : "") + reach + shown.givenNote(0));
        return decoded().plane(page, caption, x, grid, side, range);
    }

    Html reconstructions(String id, String title, boolean explained) {
        int count = Math.min(decoded().reconstructions(), shown.count());
        float[] x = shown.examples(count);
        float[] xhat = shown.reconstructed(count);
        String layout = shown.schema().shape().isImage() ? "Originals, and under each its reconstruction. " : "";
        String reading = "What is lost in passing through "
                + Numbers.of(shown.spec().latent(), "number") + "; the mean of the posterior is decoded.";
        return decoded()
                .reconstructions(page, new Caption(id, title, layout + (explained ? reading : "")), x, xhat, count);
    }

    Html samples(String id, String title, boolean explained) {
        int count = decoded().samples();
        Seed seed = shown.seed().named("samples");
        float[] drawn = shown.drawn(count, seed);
        String reading = !explained
                ? ""
                : "z is drawn from the prior and decoded. "
                        + (shown.isAutoencoder()
                                ? "Nothing taught a basic autoencoder to use the places where the prior is: its gaps"
                                        + " show here."
                                : "The better these look like data, the better the model is as a source of new"
                                        + " examples.");
        float[] x = shown.examples(Math.min(count, shown.count()));
        return decoded().samples(page, new Caption(id, title, reading), x, drawn, count);
    }

    /** Draws of a mixture fitted to the codes of the training data, for comparison; nothing where a fit would be rough or slow. */
    Html mixture(Dataset train) {
        int latent = shown.spec().latent();
        int used = Math.min(train.size(), Sampler.MAX_EXAMPLES);
        if (latent > MAX_FITTED || used < 2 * Sampler.COMPONENTS * (latent + 1)) {
            return Html.NONE;
        }
        int count = decoded().samples();
        Seed seed = shown.seed().named("mixture");
        Sampler sampler = Sampler.mixture(shown.inference(), train, seed);
        float[] drawn = shown.drawn(count, seed.named("draws"), sampler);
        String reading = "z is drawn from a mixture of " + Sampler.COMPONENTS
                + " Gaussians fitted to the means of training examples. Where these look better than draws from the"
                + " prior, the codes leave parts of the prior empty.";
        float[] x = shown.examples(Math.min(count, shown.count()));
        return decoded()
                .samples(
                        page, new Caption("mixture", "Draws from a fitted mixture, decoded", reading), x, drawn, count);
    }

    /** What lies between two examples whose posteriors overlap. */
    Html between() {
        Overlap overlap = Overlap.mostOverlapping(shown.view());
        if (overlap == null) {
            return Html.paragraph("No two of the examples differ enough to look between them.");
        }
        float[] a = shown.example(overlap.first());
        float[] b = shown.example(overlap.second());
        float[] path = Latent.interpolate(shown.inferenceFor(overlap.first()), a, b, STEPS);
        String reading = "Left and right the originals; between them, what the decoder makes of " + STEPS
                + " points on the straight line from the one mean to the other." + shown.givenNote(overlap.first());
        Html strip =
                decoded().between(page, new Caption("between", "From one to the other", reading), a, path, b, STEPS);
        float[] middle = shown.inferenceFor(overlap.first()).reconstruct(overlap.equallyLikely(), 1);
        Html point = decoded()
                .single(
                        page,
                        new Caption(
                                "equally-likely",
                                shown.isAutoencoder() ? "The middle" : "Equally likely from both",
                                shown.isAutoencoder()
                                        ? "The point halfway between the two, decoded."
                                        : "The point on that line where both posteriors have the same density,"
                                                + " decoded: it may have come from either."),
                        middle);
        return Html.join(java.util.List.of(Html.paragraph(pair(overlap)), strip, point));
    }

    private String pair(Overlap overlap) {
        String names = name(overlap.first()) + " and " + name(overlap.second());
        if (shown.isAutoencoder()) {
            return "The nearest two: " + names
                    + ". A basic autoencoder gives points, which cannot overlap: training says nothing about what lies"
                    + " between them.";
        }
        return "Of the examples looked at, these overlap most without being taken for the same: " + names
                + ". Their Bhattacharyya coefficient is " + Numbers.text(overlap.coefficient())
                + " (1 for equal posteriors, 0 for nothing in common); KL is " + Numbers.text(overlap.kl())
                + " nats one way and " + Numbers.text(overlap.klReverse()) + " the other.";
    }

    private String name(int row) {
        String className = shown.className(row);
        return shown.split() + " example " + shown.view().indices()[row]
                + (className.isEmpty() ? "" : " (" + className + ")");
    }
}
