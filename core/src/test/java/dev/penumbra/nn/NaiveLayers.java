package dev.penumbra.nn;

/** The layers as their definitions read, in double precision: what the exact runtime is measured against. */
final class NaiveLayers {
    /**
     * @param value     the output
     * @param magnitude the same sum with the absolute value of each term, to which rounding errors are proportional
     * @param terms     how many terms the sum had at most
     */
    record Sum(double value, double magnitude, int terms) {}

    private NaiveLayers() {}

    static Sum[] apply(Layer layer, Shape input, float[] weight, float[] bias, float[] x) {
        Shape output = layer.output(input);
        double[] value = new double[output.size()];
        double[] magnitude = new double[output.size()];
        int[] terms = new int[output.size()];
        int perBias = output.size() / bias.length;
        for (int i = 0; i < value.length; i++) {
            value[i] = bias[i / perBias];
            magnitude[i] = Math.abs(value[i]);
            terms[i] = 1;
        }
        Term add = (to, from, w) -> {
            double product = (double) weight[w] * x[from];
            value[to] += product;
            magnitude[to] += Math.abs(product);
            terms[to]++;
        };
        if (layer instanceof Layer.Linear linear) {
            for (int j = 0; j < linear.units(); j++) {
                for (int i = 0; i < x.length; i++) {
                    add.to(j, i, j * x.length + i);
                }
            }
        } else if (layer instanceof Layer.Conv conv) {
            convolve(input, output, conv.kernel(), conv.stride(), conv.padding(), add);
        } else if (layer instanceof Layer.TransposedConv conv) {
            // The same pairs of pixels with the roles of input and output exchanged.
            convolve(output, input, conv.kernel(), conv.stride(), conv.padding(), (to, from, w) -> add.to(from, to, w));
        } else {
            throw new IllegalArgumentException("no reference for " + layer);
        }
        Sum[] out = new Sum[value.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = new Sum(value[i], magnitude[i], terms[i]);
        }
        return out;
    }

    private interface Term {
        void to(int output, int input, int weight);
    }

    /** Every (output pixel, input pixel, weight) of a convolution with weights [to channels, from channels, kernel, kernel]. */
    private static void convolve(Shape from, Shape to, int kernel, int stride, int padding, Term term) {
        for (int o = 0; o < to.channels(); o++) {
            for (int y = 0; y < to.height(); y++) {
                for (int x = 0; x < to.width(); x++) {
                    for (int c = 0; c < from.channels(); c++) {
                        for (int r = 0; r < kernel; r++) {
                            for (int s = 0; s < kernel; s++) {
                                int row = y * stride + r - padding;
                                int column = x * stride + s - padding;
                                if (row >= 0 && row < from.height() && column >= 0 && column < from.width()) {
                                    term.to(
                                            (o * to.height() + y) * to.width() + x,
                                            (c * from.height() + row) * from.width() + column,
                                            ((o * from.channels() + c) * kernel + r) * kernel + s);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
