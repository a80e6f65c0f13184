package dev.penumbra.torch.tensor;

import java.nio.FloatBuffer;

/**
 * The rows of a matrix on the CPU, copied to and from arrays one by one: loops over arrays run several times as fast as loops over
 * native memory. Valid while the tensor lives; different rows may be used by different threads at a time.
 */
public final class Rows {
    private final FloatBuffer values;
    private final int width;

    Rows(FloatBuffer values, int width) {
        this.values = values;
        this.width = width;
    }

    /** Copies a row to the start of {@code into}. */
    public void get(int row, float[] into) {
        values.get(row * width, into, 0, width);
    }

    /** Copies the start of {@code from} to a row. */
    public void put(int row, float[] from) {
        values.put(row * width, from, 0, width);
    }
}
