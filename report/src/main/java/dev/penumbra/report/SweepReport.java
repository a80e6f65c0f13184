package dev.penumbra.report;

import dev.penumbra.AtomicFiles;
import dev.penumbra.Json;
import dev.penumbra.eval.Evaluation;
import dev.penumbra.eval.SweepPoint;
import dev.penumbra.eval.SweepResult;
import dev.penumbra.report.Chart.Axis;
import dev.penumbra.report.Chart.Lines;
import dev.penumbra.report.Chart.Look;
import dev.penumbra.report.Chart.Point;
import dev.penumbra.report.Chart.Series;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the weight of the KL does: its terms against the weight, and the rate-distortion curve. */
public final class SweepReport {
    private static final int MEAN = 0;
    private static final int FOLDS = 3;
    private static final int RECOMMENDED = 6;

    private final Page page;
    private final SweepResult result;
    private final String sign;

    private SweepReport(Path folder, SweepResult result) {
        this.page = new Page(folder);
        this.result = result;
        this.sign = result.parameter().equals("beta") ? "β" : "λ";
    }

    /** A number of an evaluation that is drawn; null where it has none. */
    private interface Quantity extends Function<Evaluation, @Nullable Double> {}

    /**
     * Writes {@code sweep.html}, {@code sweep.json} and {@code images/*.png}.
     *
     * @return the HTML file
     * @throws dev.penumbra.InputException where a file cannot be written
     */
    public static Path write(Path folder, SweepResult result) {
        AtomicFiles.write(folder.resolve("sweep.json"), out -> out.write(Json.write(result)));
        return new SweepReport(folder, result).write();
    }

    private Path write() {
        String recommended = "Recommended: " + sign + " = " + Numbers.text(result.recommended()) + ". ";
        page.section(
                "recommendation",
                "Recommendation",
                Html.paragraph(recommended + result.reason()),
                page.chart(
                        "rate-distortion",
                        "Rate-distortion curve",
                        "Each point is one " + sign
                                + ": how many nats the code says about an example, and what error remains."
                                + " Down and left is better; the ring is the recommended point.",
                        rateDistortion()));
        page.section("terms", "Each term against " + sign, note(), Page.beside(terms()));
        page.section("table", "All numbers", table());
        return page.write(
                "sweep.html",
                "The weight of the KL on " + result.data(),
                recommended + Numbers.of(result.points().size(), "value") + " from "
                        + Numbers.text(result.points().getFirst().lambda()) + " to "
                        + Numbers.text(result.points().getLast().lambda()) + " were tried, with "
                        + Numbers.of(folds(), "fold") + " each.");
    }

    private int folds() {
        return result.points().stream().mapToInt(p -> p.folds().size()).max().orElseThrow();
    }

    private Lines rateDistortion() {
        List<Point> means = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<Point> folds = new ArrayList<>();
        List<Point> mark = new ArrayList<>();
        for (SweepPoint p : result.points()) {
            OptionalDouble kl = mean(p, Evaluation::kl);
            OptionalDouble mse = mean(p, Evaluation::mse);
            if (kl.isEmpty() || mse.isEmpty()) {
                continue;
            }
            means.add(point(mse.getAsDouble(), kl.getAsDouble()));
            labels.add(sign + " = " + Numbers.text(p.lambda()));
            for (Evaluation e : p.folds()) {
                folds.add(new Point(e.mse(), Objects.requireNonNull(e.kl(), "a mean was there")));
            }
            if (p.lambda() == result.recommended()) {
                mark.add(means.getLast());
            }
        }
        return new Lines(
                Axis.of("mse (squared units, per value)"),
                Axis.of("KL (nats per example)"),
                List.of(
                        Series.of("folds", Look.DOTS, FOLDS, folds),
                        new Series("mean over folds", Look.DOTTED, MEAN, means, labels),
                        Series.of("recommended", Look.MARK, RECOMMENDED, mark)));
    }

    private List<Html> terms() {
        List<Html> figures = new ArrayList<>();
        add(
                figures,
                "mse",
                "Reconstruction loss",
                "mse (squared units, per value)",
                "Grows with " + sign + ": the code may say less.",
                Evaluation::mse);
        add(
                figures,
                "kl",
                "KL",
                "KL (nats per example)",
                "Falls with " + sign + "; at 0 nothing passes through the code.",
                Evaluation::kl);
        add(
                figures,
                "mu",
                "Means",
                "mean |μ| (latent units)",
                "0.8 is the prior's; far above it the means lie far out, near 0 they have collapsed.",
                Evaluation::meanAbsMu);
        add(
                figures,
                "sigma",
                "Standard deviations",
                "mean σ (latent units)",
                "1 is the prior's; near 0 the areas are points.",
                Evaluation::meanSigma);
        add(
                figures,
                "active",
                "Active units",
                "active latent dimensions",
                "Dimensions whose mean varies by more than " + Evaluation.ACTIVE + " over the examples.",
                e -> (double) e.activeUnits());
        return figures;
    }

    private void add(List<Html> figures, String id, String title, String unit, String reading, Quantity quantity) {
        List<Point> means = new ArrayList<>();
        List<Point> folds = new ArrayList<>();
        List<Point> mark = new ArrayList<>();
        for (SweepPoint p : result.points()) {
            OptionalDouble mean = mean(p, quantity);
            if (p.lambda() > 0 && mean.isPresent()) {
                means.add(point(p.lambda(), mean.getAsDouble()));
                values(p, quantity).forEach(v -> folds.add(new Point(p.lambda(), v)));
                if (p.lambda() == result.recommended()) {
                    mark.add(means.getLast());
                }
            }
        }
        if (!means.isEmpty()) {
            Lines lines = new Lines(
                    Axis.log(sign + " (weight of the KL, log scale)"),
                    Axis.of(unit),
                    List.of(
                            Series.of("folds", Look.DOTS, FOLDS, folds),
                            Series.of("mean over folds", Look.DOTTED, MEAN, means),
                            Series.of("recommended", Look.MARK, RECOMMENDED, mark)));
            figures.add(page.chart("sweep-" + id, title, reading, lines));
        }
    }

    private static Point point(double x, double y) {
        return new Point(Numbers.drawn(x), Numbers.drawn(y));
    }

    private Html note() {
        boolean zero = result.points().getFirst().lambda() == 0;
        return zero
                ? Html.paragraph(
                        sign + " = 0 has no place on a logarithmic axis: see the curve above and the table below.")
                : Html.NONE;
    }

    private Html table() {
        List<List<String>> rows = result.points().stream()
                .map(p -> List.of(
                        Numbers.text(p.lambda()) + (p.lambda() == result.recommended() ? " (recommended)" : ""),
                        cell(p, Evaluation::mse),
                        cell(p, Evaluation::kl),
                        cell(p, Evaluation::elbo),
                        cell(p, Evaluation::meanAbsMu),
                        cell(p, Evaluation::meanSigma),
                        cell(p, e -> (double) e.activeUnits())))
                .toList();
        return Html.table(
                "Mean over folds, and in brackets their range",
                List.of(sign, "mse (per value)", "KL (nats)", "ELBO (nats)", "mean |μ|", "mean σ", "active units"),
                rows);
    }

    private static String cell(SweepPoint p, Quantity quantity) {
        double[] values =
                values(p, quantity).stream().mapToDouble(v -> v).sorted().toArray();
        if (values.length == 0) {
            return Numbers.text(null);
        }
        String mean = Numbers.text(Arrays.stream(values).average().orElseThrow());
        return values.length == 1
                ? mean
                : mean + " (" + Numbers.text(values[0], 3) + " to " + Numbers.text(values[values.length - 1], 3) + ")";
    }

    private static OptionalDouble mean(SweepPoint p, Quantity quantity) {
        return values(p, quantity).stream().mapToDouble(v -> v).average();
    }

    private static List<Double> values(SweepPoint p, Quantity quantity) {
        List<Double> values = new ArrayList<>();
        for (Evaluation e : p.folds()) {
            Double value = quantity.apply(e);
            if (value != null && Double.isFinite(value)) {
                values.add(value);
            }
        }
        return values;
    }
}
