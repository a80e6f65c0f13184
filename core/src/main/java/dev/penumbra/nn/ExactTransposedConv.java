package dev.penumbra.nn;

import java.util.Arrays;

/**
 * Transposed convolution: for each output channel, kernel row and kernel column, in ascending order, the sum over the input
 * channels in ascending order (from 0) is made for all input pixels, then added to the output pixels that it reaches, which
 * start with the bias.
 */
final class ExactTransposedConv implements ExactLayer {
    /** Values of the input that are worked on at once where several images are. */
    private static final int TILE = 1 << 15;

    private final Layer.TransposedConv layer;
    private final Shape input;
    private final Shape output;
    /** [channels, kernel rows, kernel columns][input channels] */
    private final float[][] weight;

    private final float[] bias;

    ExactTransposedConv(Layer.TransposedConv layer, Shape input, float[] weight, float[] bias) {
        this.layer = layer;
        this.input = input;
        this.output = layer.output(input);
        this.bias = bias;
        int taps = weight.length / input.channels();
        this.weight = new float[taps][input.channels()];
        for (int tap = 0; tap < taps; tap++) {
            for (int channel = 0; channel < input.channels(); channel++) {
                this.weight[tap][channel] = weight[channel * taps + tap];
            }
        }
    }

    @Override
    public float[][] apply(float[][] examples) {
        float[][] out = new float[examples.length][];
        int tile = Math.max(1, Math.min(examples.length, TILE / input.size()));
        for (int from = 0; from < examples.length; from += tile) {
            int count = Math.min(tile, examples.length - from);
            applyTile(Arrays.copyOfRange(examples, from, from + count), out, from);
        }
        return out;
    }

    private void applyTile(float[][] examples, float[][] out, int from) {
        int pixels = input.height() * input.width();
        float[][] channels = new float[input.channels()][examples.length * pixels];
        for (int e = 0; e < examples.length; e++) {
            for (int channel = 0; channel < channels.length; channel++) {
                System.arraycopy(examples[e], channel * pixels, channels[channel], e * pixels, pixels);
            }
            out[from + e] = new float[output.size()];
            int outPixels = output.height() * output.width();
            for (int channel = 0; channel < bias.length; channel++) {
                Arrays.fill(out[from + e], channel * outPixels, (channel + 1) * outPixels, bias[channel]);
            }
        }
        int taps = layer.kernel() * layer.kernel();
        float[][] sums = new float[taps][examples.length * pixels];
        for (int first = 0; first < weight.length; first += taps) {
            for (float[] each : sums) {
                Arrays.fill(each, 0);
            }
            SumOfProducts.add(Arrays.copyOfRange(weight, first, first + taps), channels, sums, sums[0].length);
            for (int e = 0; e < examples.length; e++) {
                for (int tap = 0; tap < taps; tap++) {
                    spread(sums[tap], e * pixels, first + tap, out[from + e]);
                }
            }
        }
    }

    /** Adds the sums of one tap to the output pixels: input pixel (y, x) reaches (y, x) stride + (row, column) - padding. */
    private void spread(float[] sums, int start, int tap, float[] out) {
        int kernel = layer.kernel();
        int channel = tap / (kernel * kernel);
        int top = tap / kernel % kernel - layer.padding();
        int left = tap % kernel - layer.padding();
        for (int y = 0; y < input.height(); y++) {
            int row = y * layer.stride() + top;
            if (row < 0 || row >= output.height()) {
                continue;
            }
            int rowStart = (channel * output.height() + row) * output.width();
            for (int x = 0; x < input.width(); x++) {
                int column = x * layer.stride() + left;
                if (column >= 0 && column < output.width()) {
                    out[rowStart + column] += sums[start + y * input.width() + x];
                }
            }
        }
    }
}
