package dev.penumbra.report;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.report.Chart.Axis;
import dev.penumbra.report.Chart.Bar;
import dev.penumbra.report.Chart.Group;
import dev.penumbra.report.Chart.Point;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A picture of some examples of a data set: images in a grid, points in the plane, the mean of each column of a table. */
public final class DataPicture {
    private static final int COLUMNS = 12;
    private static final int ROWS = 8;
    private static final int CELL = 64;
    private static final int POINTS = 2000;
    private static final int MAX_BARS = 60;

    private DataPicture() {}

    /**
     * Writes the picture as a PNG.
     *
     * @throws InputException where the file cannot be written, or a chart is needed and this machine has no fonts
     */
    public static void write(Path file, Dataset data) {
        Pictures.write(file, draw(data));
    }

    private static BufferedImage draw(Dataset data) {
        Schema schema = data.schema();
        if (schema.shape().isImage()) {
            int count = Math.min(COLUMNS * ROWS, data.size());
            return Pictures.grid(schema.toPicture(read(data, count)), count, schema.shape(), COLUMNS, CELL, 2);
        }
        String problem = Fonts.problem();
        if (problem != null) {
            throw new InputException(
                    "Cannot draw a chart of this data",
                    "fonts, for the numbers at the axes",
                    problem,
                    "this machine",
                    "install fontconfig and a font, for example the package fonts-dejavu-core");
        }
        return ChartImage.draw(schema.shape().size() == 2 ? plane(data) : columns(data));
    }

    /** {@code count} examples, evenly spaced. */
    private static float[] read(Dataset data, int count) {
        int size = data.schema().shape().size();
        float[] examples = new float[count * size];
        for (int i = 0; i < count; i++) {
            data.read(index(data, i, count), examples, i * size);
        }
        return examples;
    }

    private static int index(Dataset data, int i, int count) {
        return (int) ((long) i * data.size() / count);
    }

    private static Chart plane(Dataset data) {
        Schema schema = data.schema();
        int count = Math.min(POINTS, data.size());
        float[] x = read(data, count);
        int groups = Math.max(1, schema.classes().size());
        List<List<Point>> points = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            points.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            int label = Math.max(0, data.label(index(data, i, count)));
            points.get(label)
                    .add(new Point(
                            schema.scaling().toRaw(x[2 * i], 0),
                            schema.scaling().toRaw(x[2 * i + 1], 1)));
        }
        List<Group> drawn = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            drawn.add(Group.of(
                    schema.classes().isEmpty() ? "data" : schema.classes().get(g), g, points.get(g)));
        }
        return new Chart.Scatter(Axis.of(name(schema, 0)), Axis.of(name(schema, 1)), drawn, false, null);
    }

    private static Chart columns(Dataset data) {
        Schema schema = data.schema();
        int d = schema.shape().size();
        int count = Math.min(POINTS, data.size());
        float[] x = read(data, count);
        List<Bar> bars = new ArrayList<>();
        for (int j = 0; j < Math.min(d, MAX_BARS); j++) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += schema.scaling().toRaw(x[i * d + j], j);
            }
            bars.add(new Bar(name(schema, j), sum / count, false));
        }
        return new Chart.Bars(Axis.of("column"), Axis.of("mean, in the column's own unit"), bars);
    }

    private static String name(Schema schema, int column) {
        return schema.columns().isEmpty() ? "x" + column : schema.columns().get(column);
    }
}
