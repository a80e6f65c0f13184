package dev.penumbra.report;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.Splits;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.Health;
import dev.penumbra.model.Inference;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunConfig;
import dev.penumbra.run.RunData;
import dev.penumbra.run.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The report of a run: one HTML file that needs nothing else, and every figure of it as a PNG. */
public final class RunReport {
    private RunReport() {}

    /**
     * A report that was written.
     *
     * @param page   the HTML file
     * @param health what the checks found, which the page shows too
     */
    public record Written(Path page, Health health) {}

    /**
     * Writes {@code report.html} and {@code images/*.png} of a run. The figures show the split that judges: nothing is chosen by a test split any
     * more.
     *
     * @param metrics     of the training, in order
     * @param inference   applies the trained model
     * @param evaluations of each split, at least one; the one named "test" gives the main numbers
     * @throws dev.penumbra.InputException where a file cannot be written
     */
    public static Written write(
            RunDirectory run,
            RunConfig config,
            Provenance provenance,
            List<Metrics> metrics,
            Inference inference,
            Splits splits,
            List<Evaluation> evaluations) {
        Page page = new Page(run.path());
        Shown shown = Shown.of(inference, RunData.judging(config, splits), config.seed());
        KeyNumbers numbers = new KeyNumbers(inference.model(), config.loss(), evaluations);
        DecodedFigures decoded = new DecodedFigures(page, shown);
        SettingsTables settings = new SettingsTables(inference.model(), config, provenance);

        // What takes longest goes on beside the rest.
        Dataset train = RunData.measured(config, splits.train());
        CompletableFuture<Health> health = CompletableFuture.supplyAsync(() -> Health.of(
                inference,
                train,
                shown.split().equals("train") ? null : shown.data(),
                config.loss(),
                shown.seed().named("health")));
        Html training = new TrainingFigures(metrics).html(page, numbers.formula());
        Html latent = latent(page, shown, numbers.main());

        page.section("numbers", "Key numbers", numbers.html());
        page.section("health", "Health", HealthTable.html(Page.result(health), shown.split()));
        page.section("training", "Training", training);
        page.section("latent", "Where the examples lie", latent);
        page.section(
                "plane", "What the latent space decodes to", decoded.plane("latent-plane", "The decoded plane", true));
        page.section(
                "reconstructions",
                "Reconstructions",
                decoded.reconstructions("reconstructions", "Originals and reconstructions", true));
        page.section(
                "samples",
                "Samples",
                decoded.samples("samples", "Draws from the prior, decoded", true),
                decoded.mixture(train));
        page.section("between", "Between two inputs", decoded.between());
        page.section("architecture", "Architecture", settings.architectureTables());
        page.section("settings", "Settings and provenance", settings.settingsTable(), settings.provenanceTable());
        page.section("reproduce", "How to reproduce", settings.reproduce(run));
        Path html = page.write(
                run.report().getFileName().toString(), title(config, shown), summary(config, splits, metrics, numbers));
        return new Written(html, Page.result(health));
    }

    private static String title(RunConfig config, Shown shown) {
        String kind = shown.spec().isVariational() ? "Variational autoencoder" : "Basic autoencoder";
        return kind + " of " + dataName(config) + ", "
                + Numbers.of(config.model().latent(), "latent dimension");
    }

    /** The known name, or the last part of a path. */
    static String dataName(RunConfig config) {
        Path name = Path.of(config.data().source()).getFileName();
        return name == null ? config.data().source() : name.toString();
    }

    private static String summary(RunConfig config, Splits splits, List<Metrics> metrics, KeyNumbers numbers) {
        long epochs = metrics.stream().filter(Metrics.Epoch.class::isInstance).count();
        String trained = epochs == 0 ? "A model of " : "Trained for " + Numbers.of(epochs, "epoch") + " on ";
        return trained + Numbers.of(splits.train().size(), "example") + " of " + dataName(config) + "; "
                + numbers.sentence();
    }

    private static Html latent(Page page, Shown shown, Evaluation evaluation) {
        List<Html> parts = new ArrayList<>();
        boolean images = shown.schema().shape().isImage();
        String reading =
                LatentFigures.planeNote(shown) + "Each dot is the " + (shown.isAutoencoder() ? "point" : "mean")
                        + " of one of " + Numbers.of(shown.count(), shown.split() + " example")
                        + ", coloured by class where classes are known; both axes have the same scale."
                        + (images ? " Point at a dot to see its picture" : " Point at a dot to see its place")
                        + (shown.spec().latent() == 2 && !shown.isAutoencoder()
                                ? " and its area at one and two standard deviations."
                                : ".");
        parts.add(page.chart(
                "means",
                shown.isAutoencoder() ? "Points of the " + shown.split() + " examples" : "Means of the posteriors",
                reading,
                LatentFigures.means(shown, true)));
        if (shown.isAutoencoder()) {
            parts.add(Html.paragraph(
                    "A basic autoencoder maps each input to a point: there is no σ and no KL to show. Its gaps"
                            + " become visible below, where the prior is decoded."));
        } else {
            Html sigmas = page.chart(
                    "sigmas",
                    "Standard deviations of the posteriors",
                    "Near 0 the areas shrink to points; near 1 they are as wide as the prior and say nothing about the"
                            + " input. The last bar has also the few that are larger.",
                    LatentFigures.sigmas(shown));
            // Without a closed form there is no KL of a single dimension.
            parts.add(
                    evaluation.klPerDimension().isEmpty()
                            ? sigmas
                            : Page.beside(
                                    sigmas,
                                    page.chart(
                                            "kl-per-dimension",
                                            "KL of each latent dimension",
                                            "What each dimension says about an example. Blue ones are active: their"
                                                    + " mean varies by more than "
                                                    + Evaluation.ACTIVE + " over the examples ("
                                                    + evaluation.activeUnits() + " of "
                                                    + shown.spec().latent() + "); grey ones are not used.",
                                            LatentFigures.kl(shown, evaluation))));
        }
        return Html.join(parts);
    }
}
