package dev.penumbra.torch.step;

import dev.penumbra.distribution.SpecialFunctions;
import java.util.Arrays;

/** {@link OutputRows} of N(output, std^2). */
final class GaussianRows implements OutputRows {
    private final double std;
    private final float[] squares;
    private long examples;
    private float scale = 1;

    /** Of examples with {@code size} values. */
    GaussianRows(int size, double std) {
        this.std = std;
        this.squares = new float[size];
    }

    @Override
    public void begin(float scale) {
        this.scale = scale;
        Arrays.fill(squares, 0);
        examples = 0;
    }

    @Override
    public void add(float[] x, float[] out, float[] mean, float[] slope) {
        add(x, mean, slope, squares, scale);
        examples++;
    }

    private static void add(float[] x, float[] mean, float[] slope, float[] squares, float scale) {
        for (int i = 0; i < x.length; i++) {
            float error = mean[i] - x[i];
            slope[i] = scale * error;
            squares[i] += error * error;
        }
    }

    @Override
    public double logLikelihood() {
        return logLikelihood(squaredError(), examples * squares.length, std);
    }

    /** log N(x; output, std^2) of {@code count} values, from the sum of their squared errors, nats. */
    static double logLikelihood(double squaredError, long count, double std) {
        return -0.5 * squaredError / (std * std) - count * (Math.log(std) + SpecialFunctions.HALF_LOG_2_PI);
    }

    @Override
    public double squaredError() {
        return OutputRows.sum(squares);
    }
}
