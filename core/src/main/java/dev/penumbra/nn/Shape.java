package dev.penumbra.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions of one example, without the batch: {@code [n]} for a vector, {@code [channels, height, width]} for an image.
 * Values are stored in this order, the last dimension fastest.
 *
 * @param dims one to four positive sizes
 */
public record Shape(@JsonValue List<Integer> dims) {
    /** The largest number of values that one example may have. */
    public static final int MAX_SIZE = 1 << 26;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Shape {
        dims = List.copyOf(dims);
        long size = 1;
        for (int dim : dims) {
            if (dim < 1) {
                throw new IllegalArgumentException("every dimension of a shape must be at least 1, got " + dims);
            }
            size = Math.multiplyExact(size, dim);
            if (size > MAX_SIZE) {
                throw new IllegalArgumentException("a shape has at most " + MAX_SIZE + " values, got " + dims);
            }
        }
        if (dims.isEmpty() || dims.size() > 4) {
            throw new IllegalArgumentException("a shape has one to four dimensions, got " + dims);
        }
    }

    /** The shape with these dimensions. */
    public static Shape of(int... dims) {
        return new Shape(Arrays.stream(dims).boxed().toList());
    }

    /** The shape of an image. */
    public static Shape image(int channels, int height, int width) {
        return of(channels, height, width);
    }

    /** How many values one example has: the product of the dimensions. */
    public int size() {
        int size = 1;
        for (int dim : dims) {
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }

    /** The size of dimension {@code i}. */
    public int dim(int i) {
        return dims.get(i);
    }

    /** Whether this is {@code [channels, height, width]}. */
    public boolean isImage() {
        return dims.size() == 3;
    }

    public int channels() {
        return image().dim(0);
    }

    public int height() {
        return image().dim(1);
    }

    public int width() {
        return image().dim(2);
    }

    private Shape image() {
        if (!isImage()) {
            throw new IllegalStateException("expected an image [channels, height, width], got " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }
}
