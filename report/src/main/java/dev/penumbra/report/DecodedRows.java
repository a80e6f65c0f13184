package dev.penumbra.report;

import dev.penumbra.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Examples of any other shape as rows of a table, in raw units. */
record DecodedRows(Schema schema) implements Decoded {
    /** Columns that a table of single examples shows. */
    private static final int MAX_COLUMNS = 12;

    /** Columns whose statistics are compared. */
    private static final int MAX_COMPARED = 60;

    private static final int ROWS = 8;

    @Override
    public int reconstructions() {
        return 500;
    }

    @Override
    public int samples() {
        return 2000;
    }

    @Override
    public int side() {
        return 5;
    }

    @Override
    public Html reconstructions(Page page, Caption caption, float[] x, float[] xhat, int count) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(ROWS, count); i++) {
            rows.add(row("original " + (i + 1), x, i));
            rows.add(row("reconstruction", xhat, i));
        }
        return Html.join(
                List.of(described(caption), table("Raw units" + cut(), rows), compared(x, xhat, "reconstructed")));
    }

    @Override
    public Html samples(Page page, Caption caption, float[] x, float[] drawn, int count) {
        return Html.join(List.of(described(caption), compared(x, drawn, "sampled")));
    }

    @Override
    public Html plane(Page page, Caption caption, float[] x, float[] decoded, int side, double range) {
        List<List<String>> rows = new ArrayList<>();
        int lines = decoded.length / schema.shape().size() / side;
        int middle = side / 2;
        for (int i = 0; i < side; i++) {
            rows.add(row(
                    "first axis " + Numbers.text(range * (2.0 * i / (side - 1) - 1)), decoded, lines / 2 * side + i));
        }
        for (int i = 0; i < lines && lines > 1; i++) {
            rows.add(row(
                    "second axis " + Numbers.text(range * (1 - 2.0 * i / (side - 1))), decoded, i * side + middle));
        }
        return Html.join(List.of(described(caption), table("Decoded along each axis, raw units" + cut(), rows)));
    }

    @Override
    public Html between(Page page, Caption caption, float[] a, float[] path, float[] b, int steps) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("one original", a, 0));
        for (int i = 0; i < steps; i++) {
            rows.add(row("decoded at " + Numbers.percent((double) i / (steps - 1)), path, i));
        }
        rows.add(row("the other original", b, 0));
        return Html.join(List.of(described(caption), table("Raw units" + cut(), rows)));
    }

    @Override
    public Html single(Page page, Caption caption, float[] x) {
        return Html.join(List.of(described(caption), table("Raw units" + cut(), List.of(row("decoded", x, 0)))));
    }

    private static Html described(Caption caption) {
        return Html.join(List.of(Html.text(caption.title()).in("h3"), Html.paragraph(caption.reading())));
    }

    private Html table(String caption, List<List<String>> rows) {
        List<String> head = Stream.concat(
                        Stream.of(""), IntStream.range(0, shown()).mapToObj(i -> schema.column(i)))
                .toList();
        return Html.table(caption, head, rows);
    }

    private List<String> row(String name, float[] x, int index) {
        int size = schema.shape().size();
        return Stream.concat(
                        Stream.of(name),
                        IntStream.range(0, shown())
                                .mapToObj(i -> Numbers.text(schema.scaling().toRaw(x[index * size + i], i))))
                .toList();
    }

    /** Mean and standard deviation of each column of data and of what was decoded. */
    private Html compared(float[] x, float[] decoded, String what) {
        int size = schema.shape().size();
        List<List<String>> rows = IntStream.range(0, Math.min(size, MAX_COMPARED))
                .mapToObj(i -> List.of(
                        schema.column(i),
                        Numbers.text(mean(x, i)),
                        Numbers.text(mean(decoded, i)),
                        Numbers.text(std(x, i)),
                        Numbers.text(std(decoded, i))))
                .toList();
        String caption =
                "Each column in raw units" + (size > MAX_COMPARED ? ", the first " + MAX_COMPARED + " of " + size : "");
        return Html.table(caption, List.of("column", "mean, data", "mean, " + what, "std, data", "std, " + what), rows);
    }

    private double mean(float[] x, int column) {
        return column(x, column).average().orElseThrow();
    }

    private double std(float[] x, int column) {
        double mean = mean(x, column);
        return Math.sqrt(
                column(x, column).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    private java.util.stream.DoubleStream column(float[] x, int column) {
        int size = schema.shape().size();
        return IntStream.range(0, x.length / size)
                .mapToDouble(i -> schema.scaling().toRaw(x[i * size + column], column));
    }

    private int shown() {
        return Math.min(schema.shape().size(), MAX_COLUMNS);
    }

    private String cut() {
        int size = schema.shape().size();
        return size > MAX_COLUMNS ? ", the first " + MAX_COLUMNS + " of " + size + " columns" : "";
    }
}
