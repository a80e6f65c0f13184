package dev.penumbra.nn;

import java.util.List;

/** A layer with its weights, ready to run. Immutable. */
@FunctionalInterface
interface ExactLayer {
    /**
     * The outputs of a block of examples. May reuse the arrays of its input.
     *
     * @param examples [examples][values]
     */
    float[][] apply(float[][] examples);

    /** Linear: bias first, then the inputs in ascending order. */
    static ExactLayer linear(float[] weight, float[] bias) {
        int units = bias.length;
        float[][] weightByInput = new float[weight.length / units][units];
        for (int i = 0; i < weightByInput.length; i++) {
            for (int j = 0; j < units; j++) {
                weightByInput[i][j] = weight[j * weightByInput.length + i];
            }
        }
        return examples -> {
            float[][] out = new float[examples.length][];
            for (int r = 0; r < out.length; r++) {
                out[r] = bias.clone();
            }
            SumOfProducts.add(examples, weightByInput, out, units);
            return out;
        };
    }

    /** Gated linear unit: first half times sigmoid of the second, in double precision, rounded once. */
    static ExactLayer glu() {
        return examples -> {
            float[][] out = new float[examples.length][];
            for (int r = 0; r < out.length; r++) {
                float[] x = examples[r];
                out[r] = new float[x.length / 2];
                for (int i = 0; i < out[r].length; i++) {
                    out[r][i] = (float) (x[i] / (1 + StrictMath.exp(-x[out[r].length + i])));
                }
            }
            return out;
        };
    }

    /** These layers one after the other. */
    static ExactLayer chain(List<ExactLayer> layers) {
        return examples -> {
            float[][] out = examples;
            for (ExactLayer layer : layers) {
                out = layer.apply(out);
            }
            return out;
        };
    }

    /** Residual: each input plus what {@code body} makes of it. */
    static ExactLayer residual(ExactLayer body) {
        return examples -> {
            float[][] copies = new float[examples.length][];
            for (int r = 0; r < copies.length; r++) {
                copies[r] = examples[r].clone();
            }
            float[][] out = body.apply(copies);
            for (int r = 0; r < out.length; r++) {
                for (int i = 0; i < out[r].length; i++) {
                    out[r][i] = examples[r][i] + out[r][i];
                }
            }
            return out;
        };
    }

    /** Activation, in place; functions other than the two linear ones in double precision, rounded once. */
    static ExactLayer activation(Layer.Function function) {
        return examples -> {
            for (float[] example : examples) {
                activate(function, example);
            }
            return examples;
        };
    }

    private static void activate(Layer.Function function, float[] x) {
        switch (function) {
            case RELU -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = Math.max(x[i], 0);
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = x[i] > 0 ? x[i] : x[i] * 0.01f;
                }
            }
            case SILU -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) (x[i] / (1 + StrictMath.exp(-x[i])));
                }
            }
            case GELU -> {
                for (int i = 0; i < x.length; i++) {
                    double v = x[i];
                    double inner = StrictMath.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
                    x[i] = (float) (0.5 * v * (1 + StrictMath.tanh(inner)));
                }
            }
            case TANH -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) StrictMath.tanh(x[i]);
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) (1 / (1 + StrictMath.exp(-x[i])));
                }
            }
            case SOFTPLUS -> {
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) (Math.max(x[i], 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x[i]))));
                }
            }
        }
    }
}
