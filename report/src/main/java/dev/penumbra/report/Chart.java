package dev.penumbra.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a chart shows, drawn in the browser from its JSON and as a PNG by {@link ChartImage}: of both, what is {@link #drawable}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Chart.Lines.class, name = "lines"),
    @JsonSubTypes.Type(value = Chart.Scatter.class, name = "scatter"),
    @JsonSubTypes.Type(value = Chart.Bars.class, name = "bars"),
    @JsonSubTypes.Type(value = Chart.Histogram.class, name = "histogram"),
})
sealed interface Chart {
    /** The same without what has no place on its axes, which have a length. */
    Chart drawable();

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

        /** The largest number that is drawn: the length of an axis of such does not overflow. */
        private static final double MOST = 1e300;

        /** The length of an axis at least, as a part of the largest number on it. */
        private static final double NARROW = 1e-6;

        /** The same where that is less. */
        private static final double LEAST = 1e-290;

        /** Whether {@code value} has a place on this axis: what is not a number, infinite or close to it has none. */
        boolean has(double value) {
            return Math.abs(value) <= MOST && (!log || value >= 1 / MOST);
        }

        /** The same, and where {@code values} and its own ends leave it no length, with ends that are apart. */
        Axis wide(double[] values) {
            Axis own = new Axis(title, log, min != null && has(min) ? min : null, max != null && has(max) ? max : null);
            double low = own.low(values);
            double high = own.high(values);
            double size = Math.max(Math.abs(low), Math.abs(high));
            double least = size == 0 ? 1 : Math.max(NARROW * size, LEAST);
            if (high - low >= least) {
                return own;
            }
            if (log) {
                return new Axis(title, true, low / 2, low * 2);
            }
            double from = own.min != null ? low : own.max != null ? high - least : (low + high - least) / 2;
            return new Axis(title, false, from, from + least);
        }

        /** Where it begins: its own end, else the least of {@code values}. */
        double low(double[] values) {
            return min != null ? min : Arrays.stream(values).min().orElse(log ? 1 : 0);
        }

        /** Where it ends. */
        double high(double[] values) {
            return max != null ? max : Arrays.stream(values).max().orElse(log ? 1 : 0);
        }
    }

    /** A point, in JSON the array [x, y]. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Point(double x, double y) {
        static double[] xs(List<Point> points) {
            return points.stream().mapToDouble(Point::x).toArray();
        }

        static double[] ys(List<Point> points) {
            return points.stream().mapToDouble(Point::y).toArray();
        }
    }

    /** Of {@code all}, one for each of {@code points}, those whose point {@code stays}. */
    private static <T> List<T> kept(List<T> all, List<Point> points, Predicate<Point> stays) {
        return all.isEmpty()
                ? all
                : IntStream.range(0, points.size())
                        .filter(i -> stays.test(points.get(i)))
                        .mapToObj(all::get)
                        .toList();
    }

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
    record Lines(Axis x, Axis y, List<Series> series) implements Chart {
        @Override
        public Lines drawable() {
            Predicate<Point> stays = p -> x.has(p.x()) && y.has(p.y());
            List<Series> kept = series.stream()
                    .map(s -> new Series(
                            s.name(),
                            s.look(),
                            s.color(),
                            kept(s.points(), s.points(), stays),
                            kept(s.labels(), s.points(), stays)))
                    .toList();
            List<Point> all = kept.stream().flatMap(s -> s.points().stream()).toList();
            return new Lines(x.wide(Point.xs(all)), y.wide(Point.ys(all)), kept);
        }
    }

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
            @Nullable Sprite sprite) implements Chart {
        @Override
        public Scatter drawable() {
            Predicate<Point> stays = p -> x.has(p.x()) && y.has(p.y());
            List<Group> kept = groups.stream()
                    .map(g -> new Group(
                            g.name(),
                            g.color(),
                            kept(g.points(), g.points(), stays),
                            kept(g.spreads(), g.points(), stays),
                            kept(g.pictures(), g.points(), stays)))
                    .filter(g -> !g.points().isEmpty())
                    .toList();
            List<Point> all = kept.stream().flatMap(g -> g.points().stream()).toList();
            return new Scatter(x.wide(Point.xs(all)), y.wide(Point.ys(all)), kept, named, sprite);
        }
    }

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
    record Bars(Axis x, Axis y, List<Bar> bars) implements Chart {
        @Override
        public Bars drawable() {
            List<Bar> kept = bars.stream().filter(b -> y.has(b.value())).toList();
            return new Bars(x, y.wide(heights(kept)), kept);
        }

        /** Where bars end: at 0, and at their values. */
        static double[] heights(List<Bar> bars) {
            return DoubleStream.concat(DoubleStream.of(0), bars.stream().mapToDouble(Bar::value))
                    .toArray();
        }
    }

    /** One bar; a strong one stands out. */
    record Bar(String name, double value, boolean strong) {}

    /** Counts over equal intervals from {@code low} to {@code high}. */
    record Histogram(Axis x, Axis y, double low, double high, List<Integer> counts) implements Chart {
        /** Counts of {@code values} that are numbers; the first and the last interval have also what lies beyond. */
        static Histogram of(Axis x, Axis y, double[] values, double low, double high, int intervals) {
            Integer[] counts = new Integer[intervals];
            Arrays.fill(counts, 0);
            Axis ends = x.wide(new double[] {low, x.has(high) ? high : Axis.MOST});
            double from = ends.min() == null ? low : ends.min();
            double to = ends.max() == null ? Math.min(high, Axis.MOST) : ends.max();
            for (double value : values) {
                if (!Double.isNaN(value)) {
                    int k = (int) ((value - from) / (to - from) * intervals);
                    counts[Math.clamp(k, 0, intervals - 1)]++;
                }
            }
            return new Histogram(x, y, from, to, List.of(counts));
        }

        @Override
        public Histogram drawable() {
            double[] heights = IntStream.concat(IntStream.of(0), counts.stream().mapToInt(c -> c))
                    .asDoubleStream()
                    .toArray();
            return new Histogram(x, y.wide(heights), low, high, counts);
        }
    }
}
