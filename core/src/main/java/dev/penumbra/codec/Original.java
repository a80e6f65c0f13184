package dev.penumbra.codec;

import dev.penumbra.data.ArrayForm;
import dev.penumbra.data.PngWriter;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.nn.Shape;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of the files that were compressed follow from the values that the model sees.
 *
 * @param array    how the numbers stand in an array; bytes [channels, height, width] of images
 * @param scaling  between raw numbers and the values that the model sees
 * @param alphabet of lossless files
 */
public record Original(
        ArrayForm array, Scaling scaling, @Nullable Alphabet alphabet) {
    /** What a file's header says. */
    static Original of(PnzHeader header, Schema model, @Nullable Alphabet alphabet) {
        ArrayForm array = header.array();
        if (array == null) {
            return unstated(model.shape(), model.scaling(), alphabet);
        }
        return new Original(array, scaling(header, model), alphabet);
    }

    static Scaling scaling(PnzHeader header, Schema model) {
        Scaling scaling = header.scaling();
        return scaling == null ? model.scaling() : scaling;
    }

    /** The form of examples that stand in no file: bytes where the model reads pixels, else floats. */
    static Original unstated(Shape shape, Scaling scaling, @Nullable Alphabet alphabet) {
        boolean pixels = shape.isImage()
                && (scaling.equals(Scaling.PIXELS) || scaling.equals(Scaling.NONE))
                && (alphabet == null || alphabet.isUnit());
        ArrayForm array = new ArrayForm(pixels ? "|u1" : "<f4", shape.dims(), false, false, false);
        return pixels
                ? new Original(array, Scaling.PIXELS, alphabet == null ? null : alphabet.with(Scaling.PIXELS))
                : new Original(array, scaling, alphabet);
    }

    /** The numbers of the file whose item has the values {@code x}. */
    double[] numbers(float[] x) {
        double[] numbers = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            numbers[i] = number(x[i], i);
        }
        return numbers;
    }

    /** One of them. */
    double number(float x, int i) {
        return array.nearest(alphabet == null ? scaling.toRaw(x, i) : alphabet.raw(alphabet.symbol(x, i), i));
    }

    /** Whether the numbers are what a PNG holds: bytes, or parts of white. */
    boolean hasPixels(Schema schema) {
        return array.type().equals("|u1") || areParts(schema);
    }

    /** Whether the model sees numbers as they are, black at 0 and white at 1. */
    private boolean areParts(Schema schema) {
        return schema.shape().isImage() && scaling.equals(Scaling.NONE) && (alphabet == null || alphabet.isUnit());
    }

    /** [channels, height, width], the bytes of an image. */
    byte[] pixels(float[] x, Schema schema) {
        if (!array.type().equals("|u1")) {
            return PngWriter.pixels(x);
        }
        byte[] pixels = new byte[x.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) number(x[i], i);
        }
        return pixels;
    }
}
