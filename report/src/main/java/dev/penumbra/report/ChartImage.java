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
        return switch (chart) {
            case Lines lines -> lines(lines);
            case Scatter scatter -> scatter(scatter);
            case Bars bars -> bars(bars);
            case Histogram histogram -> histogram(histogram);
        };
    }

    private static BufferedImage lines(Lines lines) {
        XYChart chart = empty(900, 560, lines.x(), lines.y());
        chart.getStyler().setLegendVisible(lines.series().size() > 1);
        for (Series s : lines.series()) {
            if (s.points().isEmpty()) {
                continue;
            }
            XYSeries drawn = add(chart, s.name(), s.points(), Palette.color(s.color()));
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
            label(chart, s);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Writes each label beside its point, some pixels to the right and up, which are known after painting once. */
    private static void label(XYChart chart, Series series) {
        if (series.labels().isEmpty()) {
            return;
        }
        BitmapEncoder.getBufferedImage(chart);
        for (int i = 0; i < series.labels().size(); i++) {
            Point p = series.points().get(i);
            double right = chart.getChartXFromCoordinate((int) chart.getScreenXFromChart(p.x()) + 40);
            double above = chart.getChartYFromCoordinate((int) chart.getScreenYFromChart(p.y()) - 14);
            chart.addAnnotation(new AnnotationText(series.labels().get(i), right, above, false));
        }
    }

    private static BufferedImage scatter(Scatter scatter) {
        XYChart chart = empty(900, 820, scatter.x(), scatter.y());
        XYStyler styler = chart.getStyler();
        styler.setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        styler.setLegendVisible(scatter.groups().size() > 1);
        styler.setMarkerSize(6);
        List<Point> all = new ArrayList<>();
        for (Group group : scatter.groups()) {
            if (!group.points().isEmpty()) {
                Color color = Palette.color(group.color());
                XYSeries drawn = add(chart, group.name(), group.points(), color);
                drawn.setMarker(SeriesMarkers.CIRCLE);
                drawn.setMarkerColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 170));
                all.addAll(group.points());
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a scatter without points");
        }
        equalScale(chart, all);
        if (scatter.named()) {
            for (Group group : scatter.groups()) {
                Point p = median(group.points());
                // Text of no length cannot be laid out.
                String name = group.name().isEmpty() ? " " : group.name();
                chart.addAnnotation(new AnnotationText(name, p.x(), p.y(), false));
            }
            styler.setAnnotationTextFont(new Font(FONT, Font.BOLD, 20));
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Sets the axes' ends so that a unit is as long on both; the size of the plot is known after painting once. */
    private static void equalScale(XYChart chart, List<Point> points) {
        double[] x = points.stream().mapToDouble(Point::x).toArray();
        double[] y = points.stream().mapToDouble(Point::y).toArray();
        double left = java.util.Arrays.stream(x).min().orElseThrow();
        double right = java.util.Arrays.stream(x).max().orElseThrow();
        double bottom = java.util.Arrays.stream(y).min().orElseThrow();
        double top = java.util.Arrays.stream(y).max().orElseThrow();
        double least = 1e-6 * Math.max(1, Math.max(Math.abs(left), Math.abs(bottom)));
        ends(chart, left - least, right + least, bottom - least, top + least);
        BitmapEncoder.getBufferedImage(chart);
        double width = chart.getScreenXFromChart(right + least) - chart.getScreenXFromChart(left - least);
        double height = chart.getScreenYFromChart(bottom - least) - chart.getScreenYFromChart(top + least);
        double unit = 1.06 * Math.max((right - left + 2 * least) / width, (top - bottom + 2 * least) / height);
        double x0 = (left + right) / 2;
        double y0 = (bottom + top) / 2;
        ends(chart, x0 - unit * width / 2, x0 + unit * width / 2, y0 - unit * height / 2, y0 + unit * height / 2);
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
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(480)
                .xAxisTitle(bars.x().title())
                .yAxisTitle(bars.y().title())
                .build();
        style(chart.getStyler());
        // One bar in each place: strong and weak ones are two series, each 0 where the other is.
        chart.getStyler().setOverlapped(true).setAvailableSpaceFill(0.8);
        chart.getStyler().setLegendVisible(false).setPlotContentSize(0.98);
        chart.getStyler()
                .setXAxisLabelRotation(bars.bars().size() > 20 ? 90 : 0)
                .setXAxisTickMarkSpacingHint(16);
        List<String> names = bars.bars().stream().map(Bar::name).toList();
        for (boolean strong : new boolean[] {true, false}) {
            List<Double> values = bars.bars().stream()
                    .map(b -> b.strong() == strong ? b.value() : 0)
                    .toList();
            Color color = Palette.color(strong ? 0 : 3);
            chart.addSeries(strong ? "strong" : "weak", names, values).setFillColor(color);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static BufferedImage histogram(Histogram histogram) {
        XYChart chart = empty(900, 480, histogram.x(), histogram.y());
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
        area(chart, "count", outline, Palette.color(0));
        chart.getStyler().setXAxisMin(histogram.low()).setXAxisMax(histogram.high());
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

    private static XYChart empty(int width, int height, Axis x, Axis y) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(x.title())
                .yAxisTitle(y.title())
                .build();
        XYStyler styler = chart.getStyler();
        styler.setXAxisLogarithmic(x.log()).setXAxisMin(x.min()).setXAxisMax(x.max());
        styler.setYAxisLogarithmic(y.log()).setYAxisMin(y.min()).setYAxisMax(y.max());
        styler.setXAxisTickLabelsFormattingFunction(Numbers::text).setYAxisTickLabelsFormattingFunction(Numbers::text);
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
