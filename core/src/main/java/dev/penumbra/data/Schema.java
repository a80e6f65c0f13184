package dev.penumbra.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.penumbra.nn.Shape;
import java.util.List;

/**
 * What one example is and how raw values became model values. It travels with the model, so that new data is treated the same.
 *
 * @param shape   shape of one example: {@code [channels, height, width]} for images, {@code [n]} for the rest
 * @param scaling how raw values became model values
 * @param values  what the raw values of the training data are
 * @param columns names of the columns of a table; empty otherwise
 * @param classes names of the classes in the order of their indices; empty without labels
 */
public record Schema(Shape shape, Scaling scaling, Values values, List<String> columns, List<String> classes) {
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
        int ranges = values.low().size();
        if (ranges > 1 && ranges != shape.size()) {
            throw new IllegalArgumentException(shape.size() + " values but ranges of " + ranges);
        }
    }

    /** A schema of values of which nothing else is known. */
    public Schema(Shape shape, Scaling scaling, List<String> columns, List<String> classes) {
        this(shape, scaling, Values.UNKNOWN, columns, classes);
    }

    /** Whether a model sees values in [0, 1] that are black at 0 and white at 1: images whose raw values end at the scale. */
    @JsonIgnore
    public boolean isGrey() {
        return shape.isImage()
                && scaling.isFactor()
                && (!values.isKnown() || values.within(0, scaling.scale().getFirst()));
    }

    /** The same for images of another size. */
    public Schema withShape(Shape other) {
        return new Schema(other, scaling, values, List.of(), classes);
    }

    /** The same of other raw values. */
    Schema withValues(Values other) {
        return new Schema(shape, scaling, other, columns, classes);
    }

    /** The same with other classes. */
    public Schema withClasses(List<String> other) {
        return new Schema(shape, scaling, values, columns, other);
    }

    /**
     * The value as files hold it, of model value {@code value} at position {@code i} of the example: raw scale, but pixels stay in [0,
     * 1], where fractions are allowed. A column that never varied keeps its value.
     */
    public double toFile(float value, int i) {
        if (columnIsConstant(i)) {
            return values.low(i);
        }
        return isGrey() ? value : scaling.toRaw(value, i);
    }

    /** Images, of model values one after the other, as pictures show them: black is the smallest raw value, 0, and white the largest, 1. */
    public float[] toPicture(float[] images) {
        if (isGrey() || !values.isKnown()) {
            return images;
        }
        double low = values.low(0);
        double width = values.high(0) > low ? values.high(0) - low : 1;
        float[] grey = new float[images.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (float) ((scaling.toRaw(images[i], 0) - low) / width);
        }
        return grey;
    }

    /** Whether values in files need 64 bits: those that a model's 32 were scaled to do. */
    @JsonIgnore
    public boolean isWide() {
        return !isGrey() && !scaling.equals(Scaling.NONE);
    }

    private boolean columnIsConstant(int i) {
        return !shape.isImage() && values.isKnown() && values.low(i) == values.high(i);
    }

    /** What value {@code i} is called: its column's name, else x1, x2, and so on. */
    public String column(int i) {
        return columns.isEmpty() ? "x" + (i + 1) : columns.get(i);
    }

    /** Where value {@code i} of an example stands, for messages: its column's name, or its number from 0. */
    public String place(int i) {
        return columns.isEmpty() ? "value " + i : "column " + columns.get(i);
    }

    /** Images with pixels of 0..255 scaled to [0, 1]. */
    public static Schema image(Shape shape, List<String> classes) {
        return new Schema(shape, Scaling.PIXELS, Values.PIXELS, List.of(), classes);
    }
}
