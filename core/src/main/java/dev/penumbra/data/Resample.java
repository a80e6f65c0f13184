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

    /** An image of bytes that is resampled as its rows come, of which it keeps what the new width needs. */
    static final class Rows {
        private final int channels;
        private final int height;
        private final int width;
        private final Resize to;
        private final Resample across;
        private final float[] narrow;

        Rows(int channels, int height, int width, Resize to) {
            this.channels = channels;
            this.height = height;
            this.width = width;
            this.to = to;
            this.across = new Resample(width, to.width());
            this.narrow = new float[Math.toIntExact((long) channels * height * to.width())];
        }

        /** @param samples [channels, count, width], the rows from {@code first} on */
        void add(byte[] samples, int first, int count) {
            float[] row = new float[width];
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < count; y++) {
                    int from = (c * count + y) * width;
                    for (int x = 0; x < width; x++) {
                        row[x] = samples[from + x] & 0xff;
                    }
                    across.apply(row, 0, 1, narrow, (c * height + first + y) * to.width());
                }
            }
        }

        int channels() {
            return channels;
        }

        Resize size() {
            return to;
        }

        /** The image, [channels, to.height, to.width], once all rows are there. */
        float[] finish() {
            return along(narrow, channels, height, to.width(), to.height());
        }
    }

    /** Resamples the middle dimension of {@code x}, [outer, size, inner]. */
    private static float[] along(float[] x, int outer, int size, int inner, int to) {
        if (size == to) {
            return x;
        }
        Resample filter = new Resample(size, to);
        float[] out = new float[outer * to * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                filter.apply(x, o * size * inner + i, inner, out, o * to * inner + i);
            }
        }
        return out;
    }

    /** Resamples the values {@code step} apart in {@code x} and {@code out}, from one place in each. */
    private void apply(float[] x, int from, int step, float[] out, int at) {
        for (int t = 0; t < weights.length; t++) {
            double[] w = weights[t];
            double sum = 0;
            for (int k = 0; k < w.length; k++) {
                sum += w[k] * x[from + (first[t] + k) * step];
            }
            out[at + t * step] = (float) sum;
        }
    }
}
