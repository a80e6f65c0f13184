package dev.penumbra.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.report.Chart.Axis;
import dev.penumbra.report.Chart.Bar;
import dev.penumbra.report.Chart.Bars;
import dev.penumbra.report.Chart.Group;
import dev.penumbra.report.Chart.Histogram;
import dev.penumbra.report.Chart.Lines;
import dev.penumbra.report.Chart.Look;
import dev.penumbra.report.Chart.Point;
import dev.penumbra.report.Chart.Scatter;
import dev.penumbra.report.Chart.Series;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartImageTest {
    private static final Axis X = Axis.of("x (units)");
    private static final Axis Y = Axis.of("y (units)");

    @Test
    void thisJavaCanDrawText() {
        assertThat(ChartImage.problem()).isNull();
    }

    @Test
    void everyLookIsDrawnInItsColourOnWhite() {
        List<Point> points = List.of(new Point(0.001, 1), new Point(0.1, 3), new Point(1, 2));
        for (Look look : Look.values()) {
            Lines lines = new Lines(Axis.log("λ"), Y.upTo(3.5), List.of(Series.of(look.name(), look, 2, points)));
            BufferedImage image = ChartImage.draw(lines);
            assertThat(image.getRGB(0, 0)).isEqualTo(Color.WHITE.getRGB());
            assertThat(reddish(image).isEmpty()).as(look.name()).isFalse();
        }
    }

    @Test
    void aScatterIsEquallyScaledOnBothAxes() {
        List<Point> corners = List.of(new Point(0, 0), new Point(10, 0), new Point(10, 2), new Point(0, 2));
        Rectangle drawn =
                reddish(ChartImage.draw(new Scatter(X, Y, List.of(Group.of("corners", 2, corners)), false, null)));
        int marker = 8;
        // Dots have the same size in both directions, which is taken off; 2 pixels are the rounding to whole ones.
        assertThat((drawn.width - marker) / 5.0).isCloseTo(drawn.height - marker, within(2.0));
        assertThat(drawn.width).isGreaterThan(500);
    }

    @Test
    void oneSinglePointHasAScatterToo() {
        Scatter scatter = new Scatter(X, Y, List.of(Group.of("one", 2, List.of(new Point(3, 3)))), true, null);
        assertThat(reddish(ChartImage.draw(scatter)).isEmpty()).isFalse();
    }

    @Test
    void equalNamesOfClassesAreKeptApart() {
        Group group = Group.of("same", 2, List.of(new Point(0, 1), new Point(1, 0)));
        Group blank = Group.of("", 1, List.of(new Point(2, 1)));
        assertThat(ChartImage.draw(new Scatter(X, Y, List.of(group, group, blank, blank), true, null))
                        .getWidth())
                .isEqualTo(900);
    }

    @Test
    void barsStandAsHighAsTheirValues() {
        BufferedImage image = ChartImage.draw(new Bars(X, Y, List.of(new Bar("a", 4, true), new Bar("b", 1, false))));
        int strong = count(image, Palette.color(0));
        int weak = count(image, Palette.color(3));
        // Areas are as 4 to 1, but for a pixel at the edges.
        assertThat((double) strong / weak).isCloseTo(4, within(0.2));
    }

    @Test
    void aHistogramCountsEveryValueOnceAndTheFarOnesAtTheEnds() {
        Histogram histogram = Histogram.of(X, Y, new double[] {0, 0.24, 0.25, 0.9, 1, 7, -3}, 0, 1, 4);
        assertThat(histogram.counts()).containsExactly(3, 1, 0, 3);
        assertThat(count(ChartImage.draw(histogram), Palette.color(0))).isPositive();
    }

    /** The bounds of what is clearly more red than green and blue. */
    private static Rectangle reddish(BufferedImage image) {
        Rectangle bounds = new Rectangle(0, 0, -1, -1);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color c = new Color(image.getRGB(x, y));
                if (c.getRed() > c.getGreen() + 40 && c.getRed() > c.getBlue() + 40) {
                    bounds.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return bounds;
    }

    private static int count(BufferedImage image, Color color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (image.getRGB(x, y) == color.getRGB()) {
                    count++;
                }
            }
        }
        return count;
    }
}
