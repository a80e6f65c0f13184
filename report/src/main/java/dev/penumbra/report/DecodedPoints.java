package dev.penumbra.report;

import dev.penumbra.data.Schema;
import dev.penumbra.report.Chart.Axis;
import dev.penumbra.report.Chart.Group;
import dev.penumbra.report.Chart.Point;
import dev.penumbra.report.Chart.Scatter;
import java.util.ArrayList;
import java.util.List;

/** Examples of two values as points in the plane, in raw units. */
record DecodedPoints(Schema schema) implements Decoded {
    private static final int COUNT = 1000;
    private static final int DATA = 3;
    private static final int DECODED = 2;

    @Override
    public int reconstructions() {
        return COUNT;
    }

    @Override
    public int samples() {
        return COUNT;
    }

    @Override
    public int side() {
        return 31;
    }

    @Override
    public Html reconstructions(Page page, Caption caption, float[] x, float[] xhat, int count) {
        return scatter(page, caption, x, "originals", xhat, "reconstructions");
    }

    @Override
    public Html samples(Page page, Caption caption, float[] x, float[] drawn, int count) {
        return scatter(page, caption, x, "data", drawn, "samples from the prior");
    }

    @Override
    public Html plane(Page page, Caption caption, float[] x, float[] decoded, int side, double range) {
        return scatter(page, caption, x, "data", decoded, "decoded grid");
    }

    @Override
    public Html between(Page page, Caption caption, float[] a, float[] path, float[] b, int steps) {
        List<Point> ends = new ArrayList<>(points(a));
        ends.addAll(points(b));
        return page.chart(
                caption.id(),
                caption.title(),
                caption.reading(),
                scatter(List.of(
                        Group.of("the two originals", 0, ends),
                        Group.of("decoded between them", DECODED, points(path)))));
    }

    @Override
    public Html single(Page page, Caption caption, float[] x) {
        return new DecodedRows(schema).single(page, caption, x);
    }

    private Html scatter(Page page, Caption caption, float[] data, String dataName, float[] decoded, String name) {
        return page.chart(
                caption.id(),
                caption.title(),
                caption.reading(),
                scatter(List.of(Group.of(dataName, DATA, points(data)), Group.of(name, DECODED, points(decoded)))));
    }

    private Scatter scatter(List<Group> groups) {
        return new Scatter(axis(0), axis(1), groups, false, null);
    }

    private Axis axis(int i) {
        return Axis.of(schema.column(i) + " (raw units)");
    }

    private List<Point> points(float[] x) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < x.length; i += 2) {
            points.add(
                    new Point(schema.scaling().toRaw(x[i], 0), schema.scaling().toRaw(x[i + 1], 1)));
        }
        return points;
    }
}
