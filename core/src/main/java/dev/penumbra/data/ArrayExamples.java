package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sizes and values of an array mean. Sizes: (n, d) is a table, (n, h, w) grey images, (n, h, w, c) and (n, c, h, w)
 * images with c = 1, 3 or 4 channels. Of image files every value is a pixel of 0 to 255. Images of an array are so too where its values
 * are whole numbers of 0 to 255 and not only 0 and 1; all else is taken as it is. A model keeps what was found in training, and
 * {@link Rescaled} holds other data to that.
 */
final class ArrayExamples {
    private ArrayExamples() {}

    /** Examples of an array whose numbers mean what their type says. */
    static Dataset of(NumberArray array, int @Nullable [] labels, List<String> columns, List<String> classes) {
        return of(array, array.element().type, labels, columns, classes);
    }

    /** Examples whose numbers are known to be of {@code type}. */
    static Dataset of(
            NumberArray array, Values.Type type, int @Nullable [] labels, List<String> columns, List<String> classes) {
        List<Integer> dims = array.dims();
        boolean channelLast = dims.size() == 4 && !isChannels(dims.get(1));
        Shape shape = shape(array, channelLast);
        Values values = values(array, type, shape);
        Schema schema = new Schema(shape, scaling(shape, values), values, columns, classes);
        return Noted.of(new StoredDataset(schema, array, channelLast, labels), notes(schema, array.where()));
    }

    private static boolean isChannels(int size) {
        return size == 1 || size == 3 || size == 4;
    }

    private static Shape shape(NumberArray array, boolean channelLast) {
        List<Integer> dims = array.dims();
        if (array.dims().stream().skip(1).mapToLong(d -> d).reduce(1, (a, b) -> Math.min(a * b, 1L << 31))
                > Shape.MAX_SIZE) {
            throw bad(array, "examples of at most " + Shape.MAX_SIZE + " values");
        }
        return switch (dims.size()) {
            case 2 -> Shape.of(dims.get(1));
            case 3 -> Shape.image(1, dims.get(1), dims.get(2));
            case 4 -> {
                if (channelLast && !isChannels(dims.get(3))) {
                    throw bad(array, "1, 3 or 4 channels in the second or the last place");
                }
                yield channelLast
                        ? Shape.image(dims.get(3), dims.get(1), dims.get(2))
                        : Shape.image(dims.get(1), dims.get(2), dims.get(3));
            }
            default -> throw bad(array, "(n, d), (n, height, width) or (n, height, width, channels)");
        };
    }

    private static InputException bad(NumberArray array, String expected) {
        return new InputException(
                "An array of these sizes is no data set.",
                expected,
                "sizes " + array.dims(),
                array.where(),
                "reshape the array");
    }

    /** How values become those of a model, before any are standardized. */
    static Scaling scaling(Shape shape, Values values) {
        return shape.isImage() && arePixels(values) ? Scaling.PIXELS : Scaling.NONE;
    }

    private static boolean arePixels(Values values) {
        return values.type() == Values.Type.PIXEL || (values.whole() && values.within(0, 255) && !values.isBinary());
    }

    /** Where another reading was possible: see the table of meanings in docs/formats.md. */
    private static List<String> notes(Schema schema, String where) {
        Values values = schema.values();
        if (!schema.shape().isImage()) {
            return List.of();
        }
        return switch (values.type()) {
            case PIXEL, TRUTH -> List.of();
            case BYTE, INTEGER ->
                values.isBinary()
                        ? List.of(where + ": only 0 and 1 occur, so 0 is black and 1 is white")
                        : values.type() == Values.Type.INTEGER && arePixels(values)
                                ? List.of(pixels(where))
                                : List.of();
            case REAL -> arePixels(values) ? List.of(pixels(where)) : List.of();
        };
    }

    private static String pixels(String where) {
        return where + ": whole numbers from 0 to 255 are taken for pixels, where 255 is white";
    }

    /** Looks at every value once; of bytes one above 1 settles it. Refuses what no 32-bit float can be. */
    private static Values values(NumberArray array, Values.Type type, Shape shape) {
        if (type == Values.Type.PIXEL) {
            return Values.PIXELS;
        }
        boolean image = shape.isImage();
        long rows = array.fortran() ? array.examples() : shape.size();
        long total = (long) array.examples() * shape.size();
        ValueRange range = new ValueRange(image ? 1 : shape.size());
        int step = 1 << 13;
        for (long from = 0; from < total; from += step) {
            double[] values = array.get(from, (int) Math.min(step, total - from));
            for (int i = 0; i < values.length; i++) {
                double v = values[i];
                long at = from + i;
                long column = array.fortran() ? at / rows : at % rows;
                if (!Float.isFinite((float) v)) {
                    throw Failures.notFinite(array.where(), array.fortran() ? at % rows : at / rows, column, v);
                }
                range.add(image ? 0 : (int) column, v);
                if (image && type == Values.Type.BYTE && v > 1) {
                    return new Values(type, true, Values.PIXELS.low(), Values.PIXELS.high());
                }
            }
        }
        return range.values(type);
    }
}
