package dev.penumbra.report;

import dev.penumbra.AtomicFiles;
import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.report.LectureFacts.Fact;
import dev.penumbra.run.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lecture's regimes side by side: what each term of the loss does by itself, and what both do together. */
public final class RegimesReport {
    private RegimesReport() {}

    /** What {@code regimes.json} holds. */
    record Content(List<Measured> regimes, List<Fact> facts) {}

    /** A regime's configuration and numbers. */
    record Measured(String name, String question, Regime.Role role, RunConfig config, Evaluation evaluation) {}

    /**
     * Writes {@code regimes.html}, {@code regimes.json} and {@code images/*.png}.
     *
     * @param regimes the columns, in order, at least one
     * @return the HTML file
     * @throws dev.penumbra.InputException where a file cannot be written
     */
    public static Path write(Path folder, List<Regime> regimes) {
        if (regimes.isEmpty()) {
            throw new IllegalArgumentException("at least one regime is needed");
        }
        Page page = new Page(folder);
        List<Fact> facts = LectureFacts.of(regimes);
        page.section("facts", "What the lecture says, measured", facts(facts));
        page.section("numbers", "Numbers", questions(regimes), numbers(regimes));
        page.section(
                "means",
                "Means",
                Html.paragraph(
                        "Each dot is the mean of one test example, coloured by class. Every plot has its own axes: the"
                                + " range under it is what differs most."),
                columns(regimes, (id, r) -> means(page, id, r)));
        page.section(
                "sigmas",
                "Standard deviations",
                Html.paragraph(
                        "How many (example, dimension) have which σ: near 0 the areas are points, at 1 they are the"
                                + " prior."),
                columns(regimes, (id, r) -> sigmas(page, id, r)));
        decoded(
                page,
                "planes",
                "The latent plane, decoded",
                "Neighbours should look alike, and what lies between two classes like something between them. How far"
                        + " each plane reaches is written under it.",
                regimes,
                (d, caption) -> d.plane(caption.id(), caption.title(), false));
        decoded(
                page,
                "reconstructions",
                "Reconstructions",
                "What is lost on the way through the latent space.",
                regimes,
                (d, caption) -> d.reconstructions(caption.id(), caption.title(), false));
        decoded(
                page,
                "samples",
                "Samples",
                "Draws from the prior N(0, I), decoded: do they look like data?",
                regimes,
                (d, caption) -> d.samples(caption.id(), caption.title(), false));
        AtomicFiles.write(folder.resolve("regimes.json"), out -> out.write(Json.write(content(regimes, facts))));
        long holding = facts.stream().filter(Fact::holds).count();
        return page.write(
                "regimes.html",
                "What each term of the loss does",
                regimes.size() + " models of "
                        + RunReport.dataName(regimes.getFirst().config()) + " side by side; "
                        + holding + " of " + Numbers.of(facts.size(), "statement") + " of the lecture "
                        + (holding == 1 ? "holds." : "hold."));
    }

    private static Content content(List<Regime> regimes, List<Fact> facts) {
        return new Content(
                regimes.stream()
                        .map(r -> new Measured(r.name(), r.question(), r.role(), r.config(), r.evaluation()))
                        .toList(),
                facts);
    }

    private static Html facts(List<Fact> facts) {
        List<List<String>> rows = facts.stream()
                .map(f -> List.of(
                        f.statement(),
                        f.quantity(),
                        Numbers.text(f.measured()),
                        f.threshold(),
                        f.holds() ? "✓ holds" : "✗ does not hold"))
                .toList();
        return Html.table(
                "Each statement, the number it is about, and the threshold at which it is taken to hold",
                List.of("Statement", "Quantity", "Measured", "Holds if", ""),
                rows);
    }

    private static Html questions(List<Regime> regimes) {
        return Html.join(regimes.stream()
                .map(r -> Html.paragraph(r.name() + ": " + r.question()))
                .toList());
    }

    private static Html numbers(List<Regime> regimes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(
                "Loss",
                regimes,
                r -> new KeyNumbers(r.inference().model(), r.config().loss(), List.of(r.evaluation())).formula()));
        rows.add(number("Mean |μ| (latent units)", regimes, e -> e.meanAbsMu()));
        rows.add(number("Mean σ (latent units)", regimes, e -> e.kl() == null ? null : e.meanSigma()));
        rows.add(number("Reconstruction loss, mse (squared units, per value)", regimes, e -> e.mse()));
        rows.add(number("KL (nats per example)", regimes, Evaluation::kl));
        rows.add(number("Active units", regimes, e -> (double) e.activeUnits()));
        List<String> head =
                Stream.concat(Stream.of(""), regimes.stream().map(Regime::name)).toList();
        return Html.table(
                "Means over " + Numbers.of(regimes.getFirst().evaluation().examples(), "example") + " of the "
                        + regimes.getFirst().evaluation().split() + " split",
                head,
                rows);
    }

    private static List<String> number(
            String name, List<Regime> regimes, Function<Evaluation, @Nullable Double> value) {
        return row(name, regimes, r -> Numbers.text(value.apply(r.evaluation())));
    }

    private static List<String> row(String name, List<Regime> regimes, Function<Regime, String> value) {
        return Stream.concat(Stream.of(name), regimes.stream().map(value)).toList();
    }

    private static Html means(Page page, String id, Regime r) {
        Chart.Scatter scatter = LatentFigures.means(shown(r), false);
        double[] all = scatter.groups().stream()
                .flatMap(g -> g.points().stream())
                .flatMapToDouble(p -> java.util.stream.DoubleStream.of(p.x(), p.y()))
                .sorted()
                .toArray();
        String range = "Range: " + Numbers.text(all[0]) + " to " + Numbers.text(all[all.length - 1]) + ".";
        return page.chart("means-" + id, r.name(), LatentFigures.planeNote(shown(r)) + range, scatter);
    }

    private static Html sigmas(Page page, String id, Regime r) {
        return r.role() == Regime.Role.AUTOENCODER
                ? Template.of("empty.html")
                        .with("title", r.name())
                        .with("reason", "A basic autoencoder has points, no σ.")
                        .html()
                : page.chart(
                        "sigmas-" + id,
                        r.name(),
                        "Mean " + Numbers.text(r.evaluation().meanSigma()) + ".",
                        LatentFigures.sigmas(shown(r)));
    }

    private static void decoded(
            Page page,
            String id,
            String title,
            String reading,
            List<Regime> regimes,
            BiFunction<DecodedFigures, Decoded.Caption, Html> figure) {
        page.section(
                id,
                title,
                Html.paragraph(reading),
                columns(
                        regimes,
                        (column, r) -> figure.apply(
                                new DecodedFigures(page, shown(r)),
                                new Decoded.Caption(id + "-" + column, r.name(), ""))));
    }

    private static Html columns(List<Regime> regimes, BiFunction<String, Regime, Html> figure) {
        List<Html> figures = new ArrayList<>();
        for (int i = 0; i < regimes.size(); i++) {
            figures.add(figure.apply(String.valueOf(i + 1), regimes.get(i)));
        }
        return Template.of("columns.html").with("figures", Html.join(figures)).html();
    }

    private static Shown shown(Regime r) {
        return new Shown(r.inference(), r.part(), r.view(), new Seed(r.config().seed()).named("report"));
    }
}
