package dev.penumbra.report;

import dev.penumbra.data.Schema;
import dev.penumbra.latent.edit.Direction;
import dev.penumbra.latent.edit.Edit;
import dev.penumbra.latent.edit.Edit.Move;
import dev.penumbra.latent.edit.EditEffects;
import dev.penumbra.latent.edit.EditEffects.Effect;
import dev.penumbra.latent.edit.Examples;
import dev.penumbra.latent.edit.Gauge;
import dev.penumbra.model.Inference;
import dev.penumbra.nn.Shape;
import dev.penumbra.report.Chart.Axis;
import dev.penumbra.report.Chart.Lines;
import dev.penumbra.report.Chart.Look;
import dev.penumbra.report.Chart.Point;
import dev.penumbra.report.Chart.Series;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What learned directions do to held-out examples: strength against measured change, leakage, whether the class stays. */
public final class EditReport {
    /** The name of the page. */
    public static final String FILE = "edit.html";

    private static final int ROWS = 6;
    private static final int STEPS = 9;
    private static final int CELL = 84;
    private static final int GUTTER = 4;

    private final Page page;
    private final Inference inference;
    private final EditEffects effects;

    private EditReport(Page page, Inference inference, EditEffects effects) {
        this.page = page;
        this.inference = inference;
        this.effects = effects;
    }

    /**
     * Writes {@code edit.html} and {@code images/edit-*.png}.
     *
     * @param heldOut examples that the directions were not learned from
     * @return the HTML file
     * @throws dev.penumbra.InputException where a file cannot be written
     */
    public static Path write(
            Path folder,
            Inference inference,
            List<Direction> directions,
            List<Gauge> gauges,
            EditEffects effects,
            Examples heldOut) {
        return new EditReport(new Page(folder), inference, effects).write(directions, gauges, heldOut);
    }

    private Path write(List<Direction> directions, List<Gauge> gauges, Examples heldOut) {
        page.section("effects", "What each direction does", Html.paragraph("""
            A strength of 1 asks for one standard deviation of the attribute in the training data. Changes are measured on decoded \
            examples, against the reconstruction, in standard deviations of what is measured.\
            """), table(gauges), classes(), warnings());
        for (int i = 0; i < directions.size(); i++) {
            Effect effect = effects.effects().get(i);
            List<Html> figures = new ArrayList<>();
            figures.add(chart(i, effect));
            if (inference.model().spec().schema().shape().isImage()) {
                figures.add(strips(i, directions.get(i), heldOut));
            }
            page.section("attribute-" + (i + 1), effect.attribute(), Page.beside(figures));
        }
        page.section("readings", "How attributes are read", readings(gauges));
        String names =
                String.join(", ", directions.stream().map(Direction::attribute).toList());
        return page.write(
                FILE,
                "Editing " + names,
                Numbers.of(directions.size(), "direction") + " in a latent space of "
                        + Numbers.of(inference.model().spec().latent(), "dimension") + ", judged on "
                        + Numbers.of(effects.examples(), "held-out example") + ".");
    }

    private Html table(List<Gauge> gauges) {
        List<String> names = gauges.stream().map(Gauge::attribute).toList();
        List<List<String>> rows = effects.effects().stream()
                .map(e -> Stream.of(
                                Stream.of(e.attribute(), Numbers.text(e.slope(), 3), Numbers.text(e.r2(), 3)),
                                names.stream().map(n -> Numbers.text(e.leakage().get(n), 2)))
                        .flatMap(s -> s)
                        .toList())
                .toList();
        List<String> head = Stream.concat(
                        Stream.of("direction", "slope", "R²"), names.stream().map(n -> "leakage onto " + n))
                .toList();
        return Html.table(
                "Slope: measured change of the attribute itself over the strength, 1 is as asked; R² of that line over"
                        + " examples and strengths. Leakage: root mean square over the strengths of the change of another"
                        + " attribute, in its own standard deviations, over the strength; 0 is best",
                head,
                rows);
    }

    private Html classes() {
        if (effects.classifierAccuracy() == null) {
            return Html.NONE;
        }
        List<String> head = Stream.concat(
                        Stream.of("direction"),
                        effects.effects().getFirst().points().stream()
                                .map(p -> p.strength() == 0 ? "reconstruction" : "at " + Numbers.text(p.strength())))
                .toList();
        List<List<String>> rows = effects.effects().stream()
                .map(e -> Stream.concat(
                                Stream.of(e.attribute()),
                                e.points().stream()
                                        .map(p -> p.classKept() == null ? "–" : Numbers.percent(p.classKept())))
                        .toList())
                .toList();
        return Html.table(
                "Class kept: the part of the examples in which the five nearest training examples, compared as values,"
                        + " give the edited example the original's class; they are right for "
                        + Numbers.percent(effects.classifierAccuracy()) + " of the originals themselves",
                head,
                rows);
    }

    private Html warnings() {
        List<Html> warnings = effects.effects().stream()
                .flatMap(e -> e.warnings().stream().map(w -> Html.paragraph("Warning: " + e.attribute() + ": " + w)))
                .toList();
        return Html.join(warnings);
    }

    private Html chart(int number, Effect effect) {
        List<Series> series = new ArrayList<>();
        List<Point> asked = new ArrayList<>();
        List<Point> own = new ArrayList<>();
        effect.points().forEach(p -> {
            asked.add(point(p.strength(), p.strength()));
            own.add(point(p.strength(), p.change()));
        });
        series.add(Series.of("as asked", Look.DASHED, 3, asked));
        series.add(Series.of(effect.attribute(), Look.DOTTED, 0, own));
        int color = 1;
        for (String other : effect.leakage().keySet()) {
            List<Point> points = effect.points().stream()
                    .map(p -> point(p.strength(), p.others().getOrDefault(other, 0.0)))
                    .toList();
            color += color == 3 ? 1 : 0;
            series.add(Series.of(other, Look.LINE, color++, points));
        }
        return page.chart(
                "edit-" + (number + 1),
                effect.attribute() + ": asked and measured",
                "Mean change over the examples. The dotted line should lie on the dashed one, the others at 0: what"
                        + " they do is leakage.",
                new Lines(
                        Axis.of("strength (standard deviations of " + effect.attribute() + ")"),
                        Axis.of("measured change (standard deviations)"),
                        series));
    }

    private static Point point(double x, double y) {
        return new Point(Numbers.drawn(x), Numbers.drawn(y));
    }

    private Html strips(int number, Direction direction, Examples heldOut) {
        Schema schema = inference.model().spec().schema();
        Shape shape = schema.shape();
        int d = shape.size();
        int rows = Math.min(ROWS, heldOut.size());
        int columns = STEPS + 1;
        float[] all = new float[rows * columns * d];
        for (int row = 0; row < rows; row++) {
            float[] x = Arrays.copyOfRange(heldOut.x(), row * d, (row + 1) * d);
            int classes = inference.model().spec().classes();
            Inference model = classes == 0 ? inference : inference.given(heldOut.labels()[row]);
            float[] strip = Edit.strip(model, x, List.of(new Move(direction, 1)), -3, 3, STEPS);
            System.arraycopy(x, 0, all, row * columns * d, d);
            System.arraycopy(strip, 0, all, (row * columns + 1) * d, strip.length);
        }
        return page.picture(
                "edit-" + (number + 1) + "-strips",
                direction.attribute() + ", from −3 to +3",
                "In each row a held-out original, then the same decoded at strengths from −3 to +3; the middle one is"
                        + " the reconstruction.",
                rows + " originals, each beside " + STEPS + " edited images over strengths of " + direction.attribute(),
                Pictures.grid(schema.toPicture(all), rows * columns, shape, columns, CELL, GUTTER));
    }

    private Html readings(List<Gauge> gauges) {
        List<List<String>> rows = gauges.stream()
                .map(g -> List.of(
                        g.attribute(),
                        Numbers.text(g.mean()),
                        Numbers.text(g.std()),
                        g.reading().kind().equals("strokes") ? "measured strokes" : "linear probe of the values",
                        Numbers.text(g.unit()),
                        Numbers.text(effects.readings().get(g.attribute()), 3)))
                .toList();
        return Html.table(
                "Mean and standard deviation in the training data. Unit: by how much the reading changes where the"
                        + " attribute changes by one standard deviation. R²: squared correlation of reading and attribute"
                        + " on held-out originals, within classes",
                List.of("attribute", "mean", "std", "read by", "unit", "R²"),
                rows);
    }
}
