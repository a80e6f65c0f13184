package dev.penumbra.latent.edit;

import java.util.stream.IntStream;

/**
 * The class of an example by those of the training examples nearest to it, as values and not as codes: of the five nearest the most frequent
 * class, of equally frequent ones that of the nearer. Images are compared at length 1, so that a fainter one is not taken for one with less ink.
 * Knows nothing of the model.
 */
final class NearestNeighbours {
    private static final int NEIGHBOURS = 5;

    /** Training examples that are compared with, at most; fewer of large ones. */
    private static final int MAX_EXAMPLES = 3000;

    private static final int MAX_VALUES = 1 << 22;

    private final float[] x;
    private final int[] labels;
    private final int d;
    private final boolean images;

    NearestNeighbours(Examples train, boolean images) {
        this.images = images;
        this.d = train.x().length / train.size();
        Examples some = train.first(Math.clamp(MAX_VALUES / d, 1, MAX_EXAMPLES));
        this.x = compared(some.x());
        this.labels = some.labels();
    }

    /**
     * The part of {@code count} examples, [count, d], whose class is found.
     *
     * @param other a class that is as good; -1 for none
     */
    double accuracy(float[] examples, int[] truth, int other, int count) {
        float[] compared = compared(examples);
        return IntStream.range(0, count)
                        .parallel()
                        .filter(i -> {
                            int found = classOf(compared, i * d);
                            return found == truth[i] || found == other;
                        })
                        .count()
                / (double) count;
    }

    /** A copy as it is compared. */
    private float[] compared(float[] examples) {
        float[] out = examples.clone();
        for (int from = 0; images && from < out.length; from += d) {
            double squares = 0;
            for (int j = from; j < from + d; j++) {
                squares += (double) out[j] * out[j];
            }
            for (int j = from; j < from + d && squares > 0; j++) {
                out[j] = (float) (out[j] / Math.sqrt(squares));
            }
        }
        return out;
    }

    private int classOf(float[] example, int offset) {
        double[] distance = new double[NEIGHBOURS];
        int[] label = new int[NEIGHBOURS];
        int found = 0;
        for (int i = 0; i < labels.length; i++) {
            double limit = found < NEIGHBOURS ? Double.POSITIVE_INFINITY : distance[NEIGHBOURS - 1];
            double squares = squaredDistance(example, offset, i * d, limit);
            if (squares >= limit) {
                continue;
            }
            found = Math.min(found + 1, NEIGHBOURS);
            int at = found - 1;
            while (at > 0 && distance[at - 1] > squares) {
                distance[at] = distance[at - 1];
                label[at] = label[at - 1];
                at--;
            }
            distance[at] = squares;
            label[at] = labels[i];
        }
        return mostFrequent(label, found);
    }

    /** Stops once it is beyond {@code limit}. */
    private double squaredDistance(float[] example, int offset, int from, double limit) {
        double squares = 0;
        for (int j = 0; j < d && squares < limit; ) {
            for (int end = Math.min(d, j + 32); j < end; j++) {
                float difference = example[offset + j] - x[from + j];
                squares += difference * difference;
            }
        }
        return squares;
    }

    private static int mostFrequent(int[] label, int found) {
        int best = label[0];
        int votes = 0;
        for (int i = 0; i < found; i++) {
            int same = 0;
            for (int k = 0; k < found; k++) {
                same += label[k] == label[i] ? 1 : 0;
            }
            if (same > votes) {
                votes = same;
                best = label[i];
            }
        }
        return best;
    }
}
