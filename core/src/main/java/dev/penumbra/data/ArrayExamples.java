package dev.penumbra.data;

import dev.penumbra.InputException;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sizes and values of an array mean. Sizes: (n, d) is a table, (n, h, w) grey images, (n, h, w, c) and (n, c, h, w)
 * images with c = 1, 3 or 4 channels. Images whose values are whole numbers of 0..255, and not only 0 and 1, are pixels; all else
 * is taken as it is.
 */
final class ArrayExamples {
    private ArrayExamples() {}

    static Dataset of(NumberArray array, int @Nullable [] labels, List<String> columns, List<String> classes) {
        List<Integer> dims = array.dims();
        boolean channelLast = dims.size() == 4 && !isChannels(dims.get(1));
        Shape shape = shape(array, channelLast);
        boolean pixels = arePixels(array, shape) && shape.isImage();
        Scaling scaling = pixels ? Scaling.PIXELS : Scaling.NONE;
        return new StoredDataset(new Schema(shape, scaling, columns, classes), array, channelLast, labels);
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

    /** Looks at every value once: whether all are whole numbers of 0..255 and one is above 1. Refuses what is not finite. */
    private static boolean arePixels(NumberArray array, Shape shape) {
        long total = (long) array.examples() * shape.size();
        boolean whole = true;
        boolean aboveOne = false;
        int step = 1 << 13;
        // Bytes are always whole numbers of 0..255: one above 1 settles it.
        for (long from = 0; from < total && !(array.element() == Element.U1 && aboveOne); from += step) {
            double[] values = array.get(from, (int) Math.min(step, total - from));
            for (int i = 0; i < values.length; i++) {
                double v = values[i];
                if (!Float.isFinite((float) v)) {
                    long at = from + i;
                    long rows = array.fortran() ? array.examples() : shape.size();
                    long row = array.fortran() ? at % rows : at / rows;
                    long column = array.fortran() ? at / rows : at % rows;
                    throw Failures.notFinite(array.where(), row, column, String.valueOf(v));
                }
                whole &= v >= 0 && v <= 255 && v == Math.rint(v);
                aboveOne |= v > 1;
            }
        }
        return whole && aboveOne;
    }
}
