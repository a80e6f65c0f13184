package dev.penumbra.model;

import dev.penumbra.nn.Shape;
import java.util.Arrays;

/** Rows of matrices, as models take them apart and put them together. */
final class Rows {
    private Rows() {}

    /** Columns {@code from .. from + count} of {@code matrix}, [rows, width]. */
    static float[] columns(float[] matrix, int rows, int width, int from, int count) {
        if (matrix.length < (long) rows * width) {
            throw new IllegalArgumentException(
                    rows + " rows of " + width + " values were expected, got " + matrix.length + " values");
        }
        if (count == width && matrix.length == rows * width) {
            return matrix;
        }
        float[] out = new float[rows * count];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(matrix, i * width + from, out, i * count, count);
        }
        return out;
    }

    /** Rows of {@code a} with those of {@code b} behind them. */
    static float[] beside(float[] a, float[] b, int rows) {
        int left = a.length / rows;
        int right = b.length / rows;
        float[] out = new float[a.length + b.length];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(a, i * left, out, i * (left + right), left);
            System.arraycopy(b, i * right, out, i * (left + right) + left, right);
        }
        return out;
    }

    /**
     * Rows of {@code size} values with each row's class behind them, as {@link VaeSpec#input} says.
     *
     * @param labels [batch], each in 0 .. classes - 1
     * @param input  shape of a row with its class
     */
    static float[] labelled(float[] rows, int size, int[] labels, int batch, Shape input, int classes) {
        if (classes == 0) {
            return rows;
        }
        if (labels.length != batch) {
            throw new IllegalArgumentException("the model is conditioned on a class: one label for each of " + batch
                    + " rows, got " + labels.length);
        }
        int width = input.size();
        int plane = (width - size) / classes;
        float[] out = new float[Math.multiplyExact(batch, width)];
        for (int i = 0; i < batch; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "labels must be in 0.." + (classes - 1) + ", got " + labels[i] + " at row " + i);
            }
            System.arraycopy(rows, i * size, out, i * width, size);
            int start = i * width + size + labels[i] * plane;
            Arrays.fill(out, start, start + plane, 1);
        }
        return out;
    }
}
