package dev.penumbra.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a chart shows, drawn in the browser from its JSON and as a PNG by {@link ChartImage}. Numbers are finite. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Chart.Lines.class, name = "lines"),
    @JsonSubTypes.Type(value = Chart.Scatter.class, name = "scatter"),
    @JsonSubTypes.Type(value = Chart.Bars.class, name = "bars"),
    @JsonSubTypes.Type(value = Chart.Histogram.class, name = "histogram"),
})
sealed interface Chart {
    /**
     * An axis.
     *
     * @param title what is measured, with its unit
     * @param log   logarithmic; values are then positive
     * @param min   lower end, or null to fit the values
     * @param max   upper end, or null to fit the values
     */
    record Axis(
            String title,
            boolean log,
            @Nullable Double min,
            @Nullable Double max) {
        static Axis of(String title) {
            return new Axis(title, false, null, null);
        }

        static Axis log(String title) {
            return new Axis(title, true, null, null);
        }

        Axis from(double min) {
            return new Axis(title, log, min, max);
        }

        Axis upTo(double max) {
            return new Axis(title, log, min, max);
        }
    }

    /** A point, in JSON the array [x, y]. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Point(double x, double y) {}

    /** How a series of {@link Lines} is drawn. */
    enum Look {
        /** A thin pale line: many noisy values. */
        FAINT,
        LINE,
        DASHED,
        /** A line with a dot at every value. */
        DOTTED,
        /** Dots alone. */
        DOTS,
        /** One value that matters, as a ring. */
        MARK
    }

    /**
     * One series.
     *
     * @param color  number in {@link Palette}
     * @param labels one for each point, or empty
     */
    record Series(String name, Look look, int color, List<Point> points, List<String> labels) {
        static Series of(String name, Look look, int color, List<Point> points) {
            return new Series(name, look, color, points, List.of());
        }
    }

    /** Series over a common axis. */
    record Lines(Axis x, Axis y, List<Series> series) implements Chart {}

    /**
     * Points by class in the plane, both axes at the same scale.
     *
     * @param named  whether the classes' names are written at the medians of their points
     * @param sprite pictures of the points, shown when one is pointed at, or null
     */
    record Scatter(
            Axis x,
            Axis y,
            List<Group> groups,
            boolean named,
            @Nullable Sprite sprite) implements Chart {}

    /**
     * The points of one class.
     *
     * @param color    number in {@link Palette}
     * @param spreads  standard deviation along both axes for each point, or empty
     * @param pictures index in the sprite for each point, or empty
     */
    record Group(String name, int color, List<Point> points, List<Point> spreads, List<Integer> pictures) {
        static Group of(String name, int color, List<Point> points) {
            return new Group(name, color, points, List.of(), List.of());
        }
    }

    /**
     * Small pictures, all of one size, side by side in one image.
     *
     * @param uri     of the image
     * @param columns pictures in a row
     * @param rows    rows of pictures
     * @param width   of one picture in pixels
     * @param height  of one picture in pixels
     */
    record Sprite(String uri, int columns, int rows, int width, int height) {}

    /** A bar for each of several things. */
    record Bars(Axis x, Axis y, List<Bar> bars) implements Chart {}

    /** One bar; a strong one stands out. */
    record Bar(String name, double value, boolean strong) {}

    /** Counts over equal intervals from {@code low} to {@code high}. */
    record Histogram(Axis x, Axis y, double low, double high, List<Integer> counts) implements Chart {
        /** Counts of {@code values}; the first and the last interval have also what lies beyond. */
        static Histogram of(Axis x, Axis y, double[] values, double low, double high, int intervals) {
            Integer[] counts = new Integer[intervals];
            java.util.Arrays.fill(counts, 0);
            for (double value : values) {
                int k = (int) ((value - low) / (high - low) * intervals);
                counts[Math.clamp(k, 0, intervals - 1)]++;
            }
            return new Histogram(x, y, low, high, List.of(counts));
        }
    }
}
