package dev.penumbra.nn;

/** Normalizations, in place. All arithmetic in double precision, sums in ascending order; each output is rounded once. */
final class ExactNorm {
    private ExactNorm() {}

    /**
     * Each of {@code groups} equal parts of an example by its own mean and variance. {@code weight} and {@code bias} each hold
     * for as many neighbouring values as an example has more values than they: with one group this is layer normalization.
     */
    static ExactLayer grouped(int groups, float[] weight, float[] bias) {
        return examples -> {
            for (float[] x : examples) {
                int size = x.length / groups;
                int each = x.length / weight.length;
                for (int group = 0; group < groups; group++) {
                    normalize(x, group * size, size, each, weight, bias);
                }
            }
            return examples;
        };
    }

    private static void normalize(float[] x, int from, int size, int each, float[] weight, float[] bias) {
        double sum = 0;
        for (int i = from; i < from + size; i++) {
            sum += x[i];
        }
        double mean = sum / size;
        double squares = 0;
        for (int i = from; i < from + size; i++) {
            squares += (x[i] - mean) * (x[i] - mean);
        }
        double std = StrictMath.sqrt(squares / size + Layer.EPSILON);
        for (int i = from; i < from + size; i++) {
            x[i] = (float) ((x[i] - mean) / std * weight[i / each] + bias[i / each]);
        }
    }

    /** Each channel by its running mean and variance. */
    static ExactLayer batch(float[] weight, float[] bias, float[] mean, float[] variance) {
        double[] factor = new double[weight.length];
        for (int channel = 0; channel < factor.length; channel++) {
            factor[channel] = weight[channel] / StrictMath.sqrt(variance[channel] + Layer.EPSILON);
        }
        return examples -> {
            for (float[] x : examples) {
                int each = x.length / factor.length;
                for (int i = 0; i < x.length; i++) {
                    int channel = i / each;
                    x[i] = (float) (((double) x[i] - mean[channel]) * factor[channel] + bias[channel]);
                }
            }
            return examples;
        };
    }
}
