package dev.penumbra.torch.model;

import dev.penumbra.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One step of a codebook's learning. Each code follows the mean of the vectors that choose it (van den Oord et al. 2017, appendix A.1,
 * with decay 0.99): as fast as k-means does, whatever the learning rate and the scale of the loss, with the usage as a by-product. A code
 * that hardly anything chooses, as all are in the beginning, starts again from a vector of the batch, drawn as k-means++ does (Arthur
 * &amp; Vassilvitskii 2007): in proportion to the squared distance from the nearest code, so that it comes to be where codes are missing.
 */
final class CodebookLearning {
    private static final float DECAY = 0.99f;
    /** Below this usage, 1 being an equal share, a code starts again. */
    private static final float UNUSED = 0.02f;
    /** The usage of a new code: so little that it follows at once, and enough for 160 steps in which to be chosen. */
    private static final float FRESH = 0.1f;

    private final int dim;
    private final float[] codebook;
    private final float[] usage;
    private final float[] vectors;

    /**
     * Before the step.
     *
     * @param codebook [K, dim]; changed in place
     * @param usage    [K]; changed in place
     * @param vectors  [N, dim]
     */
    CodebookLearning(int dim, float[] codebook, float[] usage, float[] vectors) {
        this.dim = dim;
        this.codebook = codebook;
        this.usage = usage;
        this.vectors = vectors;
    }

    float[] codebook() {
        return codebook;
    }

    float[] usage() {
        return usage;
    }

    /**
     * Lets unused codes start again.
     *
     * @param nearest [N], the code that each vector chooses
     * @param noise   what is drawn depends on these numbers alone
     * @return whether there were any
     */
    boolean replaceUnused(float[] nearest, float[] noise) {
        int[] unused = new int[usage.length];
        int count = 0;
        for (int k = 0; k < usage.length; k++) {
            if (usage[k] < UNUSED) {
                unused[count++] = k;
            }
        }
        if (count == 0) {
            return false;
        }
        double[] squares = new double[nearest.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = squaredDistance(i, (int) nearest[i]);
        }
        boolean first = count == usage.length;
        if (first) {
            Arrays.fill(squares, 1);
        }
        SplittableRandom random = new Seed(Arrays.hashCode(noise)).random();
        boolean changed = false;
        for (int u = 0; u < count; u++) {
            double total = Arrays.stream(squares).sum();
            if (!(total > 0)) {
                break; // every vector is a code already
            }
            int k = unused[u];
            System.arraycopy(vectors, drawn(squares, random.nextDouble() * total) * dim, codebook, k * dim, dim);
            usage[k] = FRESH;
            changed = true;
            for (int i = 0; i < squares.length; i++) {
                double distance = squaredDistance(i, k);
                squares[i] = first && u == 0 ? distance : Math.min(squares[i], distance);
            }
        }
        return changed;
    }

    private static int drawn(double[] weights, double at) {
        double left = at;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private double squaredDistance(int vector, int k) {
        double sum = 0;
        for (int j = 0; j < dim; j++) {
            double difference = (double) vectors[vector * dim + j] - codebook[k * dim + j];
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * Moves codes and usage towards those of the batch: u e becomes 0.99 u e + 0.01 K/N times the sum of the vectors that chose e.
     *
     * @param nearest [N], the code that each vector chooses
     */
    void follow(float[] nearest) {
        double share = (double) usage.length / nearest.length;
        double[] counts = new double[usage.length];
        double[] sums = new double[codebook.length];
        for (int i = 0; i < nearest.length; i++) {
            int k = (int) nearest[i];
            counts[k]++;
            for (int j = 0; j < dim; j++) {
                sums[k * dim + j] += vectors[i * dim + j];
            }
        }
        for (int k = 0; k < usage.length; k++) {
            double before = DECAY * (double) usage[k];
            double added = (1 - (double) DECAY) * share;
            double after = before + added * counts[k];
            for (int j = k * dim; counts[k] > 0 && j < (k + 1) * dim; j++) {
                codebook[j] = (float) ((before * codebook[j] + added * sums[j]) / after);
            }
            usage[k] = (float) after;
        }
    }
}
