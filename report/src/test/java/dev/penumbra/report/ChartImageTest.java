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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    @ParameterizedTest
    @MethodSource("ranges")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyChartEndsWhateverItsNumbersAre(double low, double high) {
        List<Point> points = List.of(new Point(low, high), new Point(high, low), new Point(low, low));
        for (Axis axis : List.of(Y, Axis.log("λ"), Y.from(low), Y.upTo(high))) {
            assertThat(ChartImage.draw(new Lines(X, axis, List.of(Series.of("a", Look.LINE, 2, points))))
                            .getHeight())
                    .isEqualTo(560);
            assertThat(ChartImage.draw(new Lines(axis, Y, List.of(Series.of("a", Look.DOTTED, 2, points))))
                            .getHeight())
                    .isEqualTo(560);
        }
        assertThat(ChartImage.draw(new Scatter(X, Y, List.of(Group.of("a", 2, points)), true, null))
                        .getHeight())
                .isEqualTo(820);
        assertThat(ChartImage.draw(new Bars(X, Y, List.of(new Bar("a", low, true), new Bar("b", high, false))))
                        .getHeight())
                .isEqualTo(480);
        assertThat(ChartImage.draw(Histogram.of(X, Y, new double[] {low, high}, low, high, 48))
                        .getHeight())
                .isEqualTo(480);
    }

    static Stream<Arguments> ranges() {
        double[][] ranges = {
            {0, 0},
            {1, 1},
            {1e30, 1e30},
            {-1e30, 1e30},
            {0, 1e30},
            {0, 1e-28},
            {1e-12, 3e-12},
            {1e-320, 2e-320},
            {-Double.MAX_VALUE, Double.MAX_VALUE},
            {-1e300, 1e300},
            {1, Math.nextUp(1.0)},
            {1e9, 1e9 + 1e-3},
            {1000.01, 1000.05},
            {1e-300, 1e300},
            {0, Double.POSITIVE_INFINITY},
            {Double.NaN, Double.NaN},
            {Double.NEGATIVE_INFINITY, 1},
        };
        return Arrays.stream(ranges).map(r -> Arguments.of(r[0], r[1]));
    }

    @Test
    void whatIsNotFiniteIsLeftOutWithWhatBelongsToIt() {
        List<Point> points = List.of(new Point(1, Double.NaN), new Point(2, 5), new Point(1e301, 3));
        Group group = new Group("g", 1, points, points, List.of(7, 8, 9));
        Scatter drawn = new Scatter(X, Y, List.of(group), true, null).drawable();
        assertThat(drawn.groups().getFirst().points()).containsExactly(new Point(2, 5));
        assertThat(drawn.groups().getFirst().pictures()).containsExactly(8);
        Series series = new Series("s", Look.DOTS, 1, points, List.of("a", "b", "c"));
        assertThat(new Lines(X, Axis.log("y"), List.of(series))
                        .drawable()
                        .series()
                        .getFirst()
                        .labels())
                .containsExactly("b");
    }

    @Test
    void anAxisOfOneNumberIsWidenedAroundIt() {
        Axis axis = Y.wide(new double[] {1e30, 1e30});
        assertThat(axis.min()).isCloseTo(1e30 - 5e23, within(1e20));
        assertThat(axis.max()).isCloseTo(1e30 + 5e23, within(1e20));
        assertThat(Y.wide(new double[] {1, 2})).isEqualTo(Y);
        assertThat(Y.from(0).wide(new double[] {0})).isEqualTo(Y.from(0).upTo(1));
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
