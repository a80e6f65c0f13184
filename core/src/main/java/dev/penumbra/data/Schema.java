package dev.penumbra.data;

import dev.penumbra.nn.Shape;
import java.util.List;

/**
 * What one example is and how raw values became model values. It travels with the model, so that new data is treated the same.
 *
 * @param shape   shape of one example: {@code [channels, height, width]} for images, {@code [n]} for the rest
 * @param scaling how raw values became model values
 * @param columns names of the columns of a table; empty otherwise
 * @param classes names of the classes in the order of their indices; empty without labels
 */
public record Schema(Shape shape, Scaling scaling, List<String> columns, List<String> classes) {
    public Schema {
        columns = List.copyOf(columns);
        classes = List.copyOf(classes);
        if (!columns.isEmpty() && columns.size() != shape.size()) {
            throw new IllegalArgumentException(shape.size() + " values but " + columns.size() + " column names");
        }
        int scales = scaling.scale().size();
        if (scales != 1 && scales != shape.size()) {
            throw new IllegalArgumentException(shape.size() + " values but scaling for " + scales);
        }
    }

    /**
     * The value as files hold it, of model value {@code value} at position {@code i} of the example: raw scale, but pixels stay in [0,
     * 1], where fractions are allowed.
     */
    public double toFile(float value, int i) {
        return scaling.equals(Scaling.PIXELS) ? value : scaling.toRaw(value, i);
    }

    /** What value {@code i} is called: its column's name, else x1, x2, and so on. */
    public String column(int i) {
        return columns.isEmpty() ? "x" + (i + 1) : columns.get(i);
    }

    /** Images with pixels of 0..255 scaled to [0, 1]. */
    public static Schema image(Shape shape, List<String> classes) {
        return new Schema(shape, Scaling.PIXELS, List.of(), classes);
    }
}
