package dev.penumbra.report;

import dev.penumbra.report.Chart.Axis;
import dev.penumbra.report.Chart.Lines;
import dev.penumbra.report.Chart.Look;
import dev.penumbra.report.Chart.Point;
import dev.penumbra.report.Chart.Series;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.Metrics.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of the loss over time. */
final class TrainingFigures {
    /** Points of a curve at most, about one for each pixel of its width; of more steps, means over neighbours are drawn. */
    static final int MAX_POINTS = 600;

    private final List<Metrics.Step> steps;
    private final List<Metrics.Epoch> epochs;

    TrainingFigures(List<Metrics> metrics) {
        steps = metrics.stream()
                .filter(Metrics.Step.class::isInstance)
                .map(Metrics.Step.class::cast)
                .toList();
        epochs = metrics.stream()
                .filter(Metrics.Epoch.class::isInstance)
                .map(Metrics.Epoch.class::cast)
                .toList();
    }

    /** One term of the loss over time, or null where it was never defined. */
    @Nullable
    Lines curve(String unit, Function<Terms, @Nullable Double> term) {
        List<Point> train = points(epochs, e -> (double) e.epoch(), e -> term.apply(e.train()));
        List<Point> validation = points(
                epochs, e -> (double) e.epoch(), e -> e.validation() == null ? null : term.apply(e.validation()));
        List<Point> batches = thin(points(steps, this::epochOf, s -> term.apply(s.train())), MAX_POINTS);
        List<Series> series = new ArrayList<>();
        add(series, "training, by step", Look.FAINT, 0, batches);
        add(series, "training, mean of the epoch", Look.LINE, 0, train);
        add(series, "validation, end of the epoch", Look.DASHED, 6, validation);
        if (series.isEmpty()) {
            return null;
        }
        Axis y = Axis.of(unit);
        double top = top(batches, train, validation);
        return new Lines(Axis.of("epoch").from(0), Double.isNaN(top) ? y : y.upTo(top), series);
    }

    private static void add(List<Series> series, String name, Look look, int color, List<Point> points) {
        if (!points.isEmpty()) {
            series.add(Series.of(name, points.size() == 1 ? Look.DOTTED : look, color, points));
        }
    }

    private static <T> List<Point> points(List<T> from, Function<T, Double> x, Function<T, @Nullable Double> y) {
        List<Point> points = new ArrayList<>();
        for (T t : from) {
            Double value = y.apply(t);
            if (value != null && Double.isFinite(value)) {
                points.add(new Point(x.apply(t), Numbers.drawn(value)));
            }
        }
        return points;
    }

    /** Epochs done after a step, with the fraction of the present one. */
    private double epochOf(Metrics.Step step) {
        return epochs.isEmpty()
                ? step.epoch()
                : step.step()
                        * (double) epochs.getLast().epoch()
                        / epochs.getLast().step();
    }

    /** At most {@code most} points: means of as many neighbours each as it takes. */
    static List<Point> thin(List<Point> points, int most) {
        int block = Math.ceilDiv(points.size(), most);
        if (block <= 1) {
            return points;
        }
        List<Point> thin = new ArrayList<>();
        for (int from = 0; from < points.size(); from += block) {
            List<Point> part = points.subList(from, Math.min(points.size(), from + block));
            thin.add(new Point(
                    part.stream().mapToDouble(Point::x).average().orElseThrow(),
                    part.stream().mapToDouble(Point::y).average().orElseThrow()));
        }
        return thin;
    }

    /** The upper end that shows all epochs and all but the 2 % highest of the steps; not a number where all are shown. */
    private static double top(List<Point> batches, List<Point> train, List<Point> validation) {
        if (batches.size() < 50 || train.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted = batches.stream().mapToDouble(Point::y).sorted().toArray();
        double top = sorted[(int) (0.98 * sorted.length)];
        double low = sorted[0];
        for (List<Point> points : Arrays.asList(train, validation)) {
            top = points.stream().mapToDouble(Point::y).reduce(top, Math::max);
        }
        return sorted[sorted.length - 1] > low + 1.3 * (top - low) ? low + 1.05 * (top - low) : Double.NaN;
    }

    /** All curves, or a sentence where nothing was recorded. */
    Html html(Page page, String formula) {
        List<Html> figures = new ArrayList<>();
        String reading = "Lower is better; a validation line that rises while training falls would mean overfitting.";
        add(
                figures,
                page,
                "loss",
                "Loss: " + formula,
                "loss as trained (mean per example)",
                reading + " The first steps may lie above the frame.",
                Terms::loss);
        add(
                figures,
                page,
                "mse",
                "Reconstruction error",
                "mse (squared units, per value)",
                "The mean squared error of the reconstruction; of a variational autoencoder from one z drawn of each posterior.",
                Terms::mse);
        add(
                figures,
                page,
                "nll",
                "Reconstruction in nats",
                "−log p(x|z) (nats per example)",
                "How surprising the data is to the decoder; lower is better, and for densities it may be negative.",
                t -> t.logLikelihood() == null ? null : (Double) (-t.logLikelihood()));
        add(
                figures,
                page,
                "kl",
                "KL",
                "KL(q(z|x) ‖ p(z)) (nats per example)",
                "What the latent code says about an example; 0 would mean that nothing passes through it.",
                Terms::kl);
        return figures.isEmpty() ? Html.paragraph("No metrics of the training were recorded.") : Page.beside(figures);
    }

    private void add(
            List<Html> figures,
            Page page,
            String id,
            String title,
            String unit,
            String reading,
            Function<Terms, @Nullable Double> term) {
        Lines lines = curve(unit, term);
        if (lines != null) {
            figures.add(page.chart("training-" + id, title, reading, Objects.requireNonNull(lines)));
        }
    }
}
