package dev.penumbra.nn;

import java.util.Arrays;

/**
 * Convolution as a product of matrices: the patch of the image that each output pixel reads becomes a column (im2col; Chellapilla
 * et al. 2006). Sums start with the bias and go over input channel, kernel row and kernel column in ascending order; padding
 * takes part as zeros.
 */
final class ExactConv implements ExactLayer {
    /** Columns that are worked on at once. */
    private static final int TILE = 512;

    private final Layer.Conv layer;
    private final Shape input;
    private final Shape output;
    private final int pixels;
    /** [channels][inputs of a patch] */
    private final float[][] weight;

    private final float[] bias;

    ExactConv(Layer.Conv layer, Shape input, float[] weight, float[] bias) {
        this.layer = layer;
        this.input = input;
        this.output = layer.output(input);
        this.pixels = output.height() * output.width();
        this.bias = bias;
        int patch = weight.length / bias.length;
        this.weight = new float[bias.length][];
        for (int channel = 0; channel < bias.length; channel++) {
            this.weight[channel] = Arrays.copyOfRange(weight, channel * patch, (channel + 1) * patch);
        }
    }

    @Override
    public float[][] apply(float[][] examples) {
        long columns = (long) examples.length * pixels;
        int tile = (int) Math.min(TILE, columns);
        float[][] patches = new float[weight[0].length][tile];
        float[][] sums = new float[bias.length][tile];
        float[][] out = new float[examples.length][output.size()];
        for (long from = 0; from < columns; from += tile) {
            int count = (int) Math.min(tile, columns - from);
            gather(examples, from, count, patches);
            for (int channel = 0; channel < bias.length; channel++) {
                Arrays.fill(sums[channel], bias[channel]);
            }
            SumOfProducts.add(weight, patches, sums, count);
            scatter(sums, from, count, out);
        }
        return out;
    }

    /** Column c of the tile is the patch of pixel (from + c) of all examples' output pixels, one example after the other. */
    private void gather(float[][] examples, long from, int count, float[][] patches) {
        int kernel = layer.kernel();
        for (int k = 0; k < patches.length; k++) {
            int channel = k / (kernel * kernel);
            int top = k / kernel % kernel - layer.padding();
            int left = k % kernel - layer.padding();
            for (int c = 0; c < count; ) {
                int pixel = (int) ((from + c) % pixels);
                int column = pixel % output.width();
                int run = Math.min(count - c, output.width() - column);
                int row = pixel / output.width() * layer.stride() + top;
                float[] example = examples[(int) ((from + c) / pixels)];
                if (row < 0 || row >= input.height()) {
                    Arrays.fill(patches[k], c, c + run, 0);
                } else {
                    copyRow(
                            example,
                            (channel * input.height() + row) * input.width(),
                            column,
                            left,
                            patches[k],
                            c,
                            run);
                }
                c += run;
            }
        }
    }

    private void copyRow(float[] example, int rowStart, int column, int left, float[] into, int at, int run) {
        for (int i = 0; i < run; i++) {
            int x = (column + i) * layer.stride() + left;
            into[at + i] = x < 0 || x >= input.width() ? 0 : example[rowStart + x];
        }
    }

    private void scatter(float[][] sums, long from, int count, float[][] out) {
        for (int c = 0; c < count; ) {
            int pixel = (int) ((from + c) % pixels);
            int run = Math.min(count - c, pixels - pixel);
            float[] example = out[(int) ((from + c) / pixels)];
            for (int channel = 0; channel < sums.length; channel++) {
                System.arraycopy(sums[channel], c, example, channel * pixels + pixel, run);
            }
            c += run;
        }
    }
}
