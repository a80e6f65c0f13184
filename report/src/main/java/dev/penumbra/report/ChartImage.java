package dev.penumbra.report;

import dev.penumbra.report.Chart.Axis;
import dev.penumbra.report.Chart.Bar;
import dev.penumbra.report.Chart.Bars;
import dev.penumbra.report.Chart.Group;
import dev.penumbra.report.Chart.Histogram;
import dev.penumbra.report.Chart.Lines;
import dev.penumbra.report.Chart.Point;
import dev.penumbra.report.Chart.Scatter;
import dev.penumbra.report.Chart.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a {@link Chart} as a picture on white. */
final class ChartImage {
    private static final Color INK = new Color(0x1f2430);
    private static final Color GRID = new Color(0xe3e6ea);
    private static final String FONT = Font.SANS_SERIF;

    private ChartImage() {}

    /** Why this Java cannot draw text, and thus no chart; null where it can. */
    static @Nullable String problem() {
        try {
            new Font(FONT, Font.PLAIN, 14).getStringBounds("λ", new FontRenderContext(null, true, true));
            return null;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Without fontconfig, libfreetype or any font the JDK fails here, each time in another way.
            return "this Java has no working fonts (" + e + ")";
        }
    }

    /** The picture; {@link #problem} must be null. */
    static BufferedImage draw(Chart chart) {
        return switch (chart.drawable()) {
            case Lines lines -> lines(lines);
            case Scatter scatter -> scatter(scatter);
            case Bars bars -> bars(bars);
            case Histogram histogram -> histogram(histogram);
        };
    }

    private static BufferedImage lines(Lines lines) {
        List<Point> all =
                lines.series().stream().flatMap(s -> s.points().stream()).toList();
        if (all.isEmpty()) {
            return blank(900, 560);
        }
        Rulers rulers = Rulers.of(lines.x(), lines.y(), all);
        XYChart chart = empty(900, 560, lines.x(), lines.y(), rulers);
        chart.getStyler().setLegendVisible(lines.series().size() > 1);
        for (Series s : lines.series()) {
            if (s.points().isEmpty()) {
                continue;
            }
            XYSeries drawn = add(chart, s.name(), rulers.of(s.points()), Palette.color(s.color()));
            switch (s.look()) {
                case FAINT -> drawn.setLineColor(pale(s.color())).setLineWidth(1f);
                case LINE -> drawn.setLineWidth(2.4f);
                case DASHED ->
                    drawn.setLineStyle(new BasicStroke(
                            2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {7, 6}, 0));
                case DOTTED -> drawn.setMarker(SeriesMarkers.CIRCLE);
                case DOTS -> {
                    drawn.setMarker(SeriesMarkers.CIRCLE);
                    drawn.setMarkerColor(pale(s.color()));
                    drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
                }
                case MARK -> {
                    drawn.setMarker(SeriesMarkers.DIAMOND);
                    drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
                }
            }
            label(chart, s, rulers);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Writes each label beside its point, some pixels to the right and up, which are known after painting once. */
    private static void label(XYChart chart, Series series, Rulers rulers) {
        if (series.labels().isEmpty()) {
            return;
        }
        BitmapEncoder.getBufferedImage(chart);
        for (int i = 0; i < series.labels().size(); i++) {
            Point p = rulers.of(series.points().get(i));
            double right = chart.getChartXFromCoordinate((int) chart.getScreenXFromChart(p.x()) + 40);
            double above = chart.getChartYFromCoordinate((int) chart.getScreenYFromChart(p.y()) - 14);
            chart.addAnnotation(new AnnotationText(series.labels().get(i), right, above, false));
        }
    }

    private static BufferedImage scatter(Scatter scatter) {
        List<Point> all =
                scatter.groups().stream().flatMap(g -> g.points().stream()).toList();
        if (all.isEmpty()) {
            return blank(900, 820);
        }
        Rulers rulers = Rulers.equal(scatter.x(), scatter.y(), all);
        XYChart chart = empty(900, 820, scatter.x(), scatter.y(), rulers);
        XYStyler styler = chart.getStyler();
        styler.setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        styler.setLegendVisible(scatter.groups().size() > 1);
        styler.setMarkerSize(6);
        for (Group group : scatter.groups()) {
            Color color = Palette.color(group.color());
            XYSeries drawn = add(chart, group.name(), rulers.of(group.points()), color);
            drawn.setMarker(SeriesMarkers.CIRCLE);
            drawn.setMarkerColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 170));
        }
        equalScale(chart, scatter, all, rulers);
        if (scatter.named()) {
            for (Group group : scatter.groups()) {
                Point p = rulers.of(median(group.points()));
                // Text of no length cannot be laid out.
                String name = group.name().isEmpty() ? " " : group.name();
                chart.addAnnotation(new AnnotationText(name, p.x(), p.y(), false));
            }
            styler.setAnnotationTextFont(new Font(FONT, Font.BOLD, 20));
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Sets the axes' ends so that a unit is as long on both; the size of the plot, beside its labels, is known after painting. */
    private static void equalScale(XYChart chart, Scatter scatter, List<Point> points, Rulers rulers) {
        double left = rulers.x().of(scatter.x().low(Point.xs(points)));
        double right = rulers.x().of(scatter.x().high(Point.xs(points)));
        double bottom = rulers.y().of(scatter.y().low(Point.ys(points)));
        double top = rulers.y().of(scatter.y().high(Point.ys(points)));
        double x0 = (left + right) / 2;
        double y0 = (bottom + top) / 2;
        double halfWidth = (right - left) / 2;
        double halfHeight = (top - bottom) / 2;
        // The second time with labels as wide as they stay.
        for (int i = 0; i < 2; i++) {
            ends(chart, x0 - halfWidth, x0 + halfWidth, y0 - halfHeight, y0 + halfHeight);
            BitmapEncoder.getBufferedImage(chart);
            double width = chart.getScreenXFromChart(x0 + halfWidth) - chart.getScreenXFromChart(x0 - halfWidth);
            double height = chart.getScreenYFromChart(y0 - halfHeight) - chart.getScreenYFromChart(y0 + halfHeight);
            double unit = 1.06 * Math.max((right - left) / width, (top - bottom) / height);
            halfWidth = unit * width / 2;
            halfHeight = unit * height / 2;
        }
        ends(chart, x0 - halfWidth, x0 + halfWidth, y0 - halfHeight, y0 + halfHeight);
    }

    private static void ends(XYChart chart, double left, double right, double bottom, double top) {
        chart.getStyler()
                .setXAxisMin(left)
                .setXAxisMax(right)
                .setYAxisMin(bottom)
                .setYAxisMax(top);
    }

    static Point median(List<Point> points) {
        double[] x = points.stream().mapToDouble(Point::x).sorted().toArray();
        double[] y = points.stream().mapToDouble(Point::y).sorted().toArray();
        return new Point(x[x.length / 2], y[y.length / 2]);
    }

    private static BufferedImage bars(Bars bars) {
        if (bars.bars().isEmpty()) {
            return blank(900, 480);
        }
        Ruler ruler = Ruler.of(bars.y(), Bars.heights(bars.bars()));
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(480)
                .xAxisTitle(bars.x().title())
                .yAxisTitle(bars.y().title())
                .build();
        style(chart.getStyler());
        chart.getStyler().setYAxisTickLabelsFormattingFunction(ruler::text);
        chart.getStyler()
                .setYAxisMin(ruler.end(bars.y().min()))
                .setYAxisMax(ruler.end(bars.y().max()));
        // One bar in each place: strong and weak ones are two series, each 0 where the other is.
        chart.getStyler().setOverlapped(true).setAvailableSpaceFill(0.8);
        chart.getStyler().setLegendVisible(false).setPlotContentSize(0.98);
        chart.getStyler()
                .setXAxisLabelRotation(bars.bars().size() > 20 ? 90 : 0)
                .setXAxisTickMarkSpacingHint(16);
        List<String> names = bars.bars().stream().map(Bar::name).toList();
        for (boolean strong : new boolean[] {true, false}) {
            List<Double> values = bars.bars().stream()
                    .map(b -> b.strong() == strong ? ruler.of(b.value()) : 0)
                    .toList();
            Color color = Palette.color(strong ? 0 : 3);
            chart.addSeries(strong ? "strong" : "weak", names, values).setFillColor(color);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static BufferedImage histogram(Histogram histogram) {
        int most = histogram.counts().stream().mapToInt(c -> c).max().orElse(0);
        List<Point> corners = List.of(new Point(histogram.low(), 0), new Point(histogram.high(), most));
        Rulers rulers = Rulers.of(histogram.x(), histogram.y(), corners);
        XYChart chart = empty(900, 480, histogram.x(), histogram.y(), rulers);
        chart.getStyler().setLegendVisible(false);
        List<Point> outline = new ArrayList<>();
        int n = histogram.counts().size();
        double width = (histogram.high() - histogram.low()) / n;
        for (int i = 0; i < n; i++) {
            block(
                    outline,
                    histogram.low() + i * width,
                    histogram.low() + (i + 1) * width,
                    histogram.counts().get(i));
        }
        area(chart, "count", rulers.of(outline), Palette.color(0));
        chart.getStyler()
                .setXAxisMin(rulers.x().of(histogram.low()))
                .setXAxisMax(rulers.x().of(histogram.high()));
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static void block(List<Point> outline, double left, double right, double height) {
        outline.add(new Point(left, 0));
        outline.add(new Point(left, height));
        outline.add(new Point(right, height));
        outline.add(new Point(right, 0));
    }

    private static void area(XYChart chart, String name, List<Point> outline, Color color) {
        if (!outline.isEmpty()) {
            XYSeries series = add(chart, name, outline, color);
            series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
            series.setFillColor(color).setShowInLegend(false);
            series.setLineWidth(0.5f);
        }
    }

    private static XYSeries add(XYChart chart, String name, List<Point> points, Color color) {
        // XChart wants unique names; a zero-width space keeps equal names of the data apart and looks the same.
        String unique = name.isEmpty() ? " " : name;
        while (chart.getSeries(unique) != null) {
            unique += "\u200b";
        }
        XYSeries series = chart.addSeries(
                unique,
                points.stream().mapToDouble(Point::x).toArray(),
                points.stream().mapToDouble(Point::y).toArray());
        series.setLineColor(color).setLineStyle(new BasicStroke(2f));
        series.setMarker(SeriesMarkers.NONE).setMarkerColor(color);
        return series;
    }

    private static Color pale(int index) {
        Color c = Palette.color(index);
        return new Color(c.getRed(), c.getGreen(), c.getBlue(), 90);
    }

    /** Where there is nothing to draw. */
    private static BufferedImage blank(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    /** The rulers of both axes. */
    private record Rulers(Ruler x, Ruler y) {
        static Rulers of(Axis x, Axis y, List<Point> points) {
            return new Rulers(Ruler.of(x, Point.xs(points)), Ruler.of(y, Point.ys(points)));
        }

        /** With the longer axis' unit on both. */
        static Rulers equal(Axis x, Axis y, List<Point> points) {
            Rulers own = of(x, y, points);
            double unit = Math.max(own.x.unit(), own.y.unit());
            return new Rulers(new Ruler(unit, own.x.digits()), new Ruler(unit, own.y.digits()));
        }

        Point of(Point point) {
            return new Point(x.of(point.x()), y.of(point.y()));
        }

        List<Point> of(List<Point> points) {
            return points.stream().map(this::of).toList();
        }
    }

    private static XYChart empty(int width, int height, Axis x, Axis y, Rulers rulers) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(x.title())
                .yAxisTitle(y.title())
                .build();
        XYStyler styler = chart.getStyler();
        styler.setXAxisLogarithmic(x.log())
                .setXAxisMin(rulers.x().end(x.min()))
                .setXAxisMax(rulers.x().end(x.max()));
        styler.setYAxisLogarithmic(y.log())
                .setYAxisMin(rulers.y().end(y.min()))
                .setYAxisMax(rulers.y().end(y.max()));
        styler.setXAxisTickLabelsFormattingFunction(rulers.x()::text)
                .setYAxisTickLabelsFormattingFunction(rulers.y()::text);
        style(styler);
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        styler.setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1f))
                .setAxisTickMarksColor(GRID)
                .setAxisTickLabelsColor(INK)
                .setAxisTitleFont(new Font(FONT, Font.PLAIN, 16))
                .setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 14));
        styler.setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartFontColor(INK)
                .setLegendFont(new Font(FONT, Font.PLAIN, 14))
                .setLegendBorderColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.OutsideE)
                .setAnnotationTextFont(new Font(FONT, Font.PLAIN, 13))
                .setAnnotationTextFontColor(INK)
                .setLocale(Locale.ROOT)
                .setDecimalPattern("#,##0.####")
                .setChartPadding(12)
                .setMarkerSize(8);
    }
}
