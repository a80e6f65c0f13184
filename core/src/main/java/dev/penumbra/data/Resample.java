package dev.penumbra.data;

/** Brings grey planes to another size with a triangle filter, which averages where it shrinks and interpolates where it grows. */
final class Resample {
    /** First input of each output, and the weights from there. */
    private final int[] first;

    private final double[][] weights;

    private Resample(int from, int to) {
        first = new int[to];
        weights = new double[to][];
        double ratio = (double) from / to;
        double support = Math.max(1, ratio);
        for (int i = 0; i < to; i++) {
            double center = (i + 0.5) * ratio;
            int low = Math.max(0, (int) Math.floor(center - support));
            int high = Math.min(from, (int) Math.ceil(center + support));
            double[] w = new double[high - low];
            double sum = 0;
            for (int k = 0; k < w.length; k++) {
                w[k] = Math.max(0, 1 - Math.abs(low + k + 0.5 - center) / support);
                sum += w[k];
            }
            for (int k = 0; k < w.length; k++) {
                w[k] /= sum;
            }
            first[i] = low;
            weights[i] = w;
        }
    }

    /**
     * Resamples every channel.
     *
     * @param image [channels, height, width]
     * @return [channels, to.height, to.width]
     */
    static float[] image(float[] image, int channels, int height, int width, Resize to) {
        float[] narrow = along(image, channels * height, width, 1, to.width());
        return along(narrow, channels, height, to.width(), to.height());
    }

    /** Resamples the middle dimension of {@code x}, [outer, size, inner]. */
    private static float[] along(float[] x, int outer, int size, int inner, int to) {
        if (size == to) {
            return x;
        }
        Resample filter = new Resample(size, to);
        float[] out = new float[outer * to * inner];
        for (int o = 0; o < outer; o++) {
            for (int t = 0; t < to; t++) {
                double[] w = filter.weights[t];
                for (int i = 0; i < inner; i++) {
                    double sum = 0;
                    for (int k = 0; k < w.length; k++) {
                        sum += w[k] * x[(o * size + filter.first[t] + k) * inner + i];
                    }
                    out[(o * to + t) * inner + i] = (float) sum;
                }
            }
        }
        return out;
    }
}
