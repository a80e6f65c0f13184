package dev.penumbra.torch.step;

import java.util.Arrays;

/**
 * {@link OutputRows} of logits l with probability p = sigmoid(l): log p(x|z) = x l - max(l, 0) + log max(p, 1 - p). The logarithm is
 * that of a product over many examples, each factor in [1/2, 1].
 */
final class BernoulliRows implements OutputRows {
    /** Examples in a product: 2^-64 is far from the smallest float. */
    private static final int FACTORS = 64;
    /** Factors that are multiplied in double precision before a logarithm is taken: 2^-640 is far from the smallest. */
    private static final int DOUBLE_FACTORS = 640;

    private final float[] linear;
    private final float[] squares;
    private final float[] products;
    private int factors;
    private double logs;
    private float scale;

    /** Of examples with {@code size} values. */
    BernoulliRows(int size) {
        this.linear = new float[size];
        this.squares = new float[size];
        this.products = new float[size];
        begin(1);
    }

    @Override
    public void begin(float scale) {
        this.scale = scale;
        Arrays.fill(linear, 0);
        Arrays.fill(squares, 0);
        Arrays.fill(products, 1);
        factors = 0;
        logs = 0;
    }

    @Override
    public void add(float[] x, float[] out, float[] mean, float[] slope) {
        add(x, out, mean, slope, linear, squares, products, scale);
        if (++factors == FACTORS) {
            takeLogarithms();
        }
    }

    private static void add(
            float[] x,
            float[] out,
            float[] mean,
            float[] slope,
            float[] linear,
            float[] squares,
            float[] products,
            float scale) {
        for (int i = 0; i < x.length; i++) {
            float value = x[i];
            float logit = out[i];
            float p = mean[i];
            float error = p - value;
            slope[i] = scale * error;
            squares[i] += error * error;
            linear[i] += value * logit - Math.max(logit, 0);
            products[i] *= Math.max(p, 1 - p);
        }
    }

    private void takeLogarithms() {
        int together = DOUBLE_FACTORS / Math.max(1, factors);
        for (int from = 0; from < products.length; from += together) {
            double product = 1;
            for (int i = from; i < Math.min(from + together, products.length); i++) {
                product *= products[i];
            }
            logs += Math.log(product);
        }
        Arrays.fill(products, 1);
        factors = 0;
    }

    @Override
    public double logLikelihood() {
        takeLogarithms();
        return OutputRows.sum(linear) + logs;
    }

    @Override
    public double squaredError() {
        return OutputRows.sum(squares);
    }
}
