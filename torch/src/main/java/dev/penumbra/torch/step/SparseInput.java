package dev.penumbra.torch.step;

import dev.penumbra.data.Dataset;
import dev.penumbra.torch.tensor.Rows;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The linear layer that reads the examples, where most of their values are 0, as in drawings: forward and gradient take time for
 * the others only. The weight of [units, inputs] lies here as rows of [inputs][units] on the Java heap, the bias as one more row,
 * and each row is updated as soon as its gradient is known, while both are in the cache.
 */
final class SparseInput {
    /** Rows that a worker takes at a time. */
    private static final int CHUNK = 8;
    /** Examples that are looked at to learn how many values are 0. */
    private static final int SAMPLED = 200;

    private final int inputs;
    private final int units;
    /** Weight, first and second moments. */
    private final float[][][] rows;

    private final Tensor[] weights;
    private final Tensor[] biases;
    /** Whether a row ever had a gradient; until then its moments are 0 and Adam leaves it where it is. */
    private final boolean[] moved;

    /** Whether the tensors have the values of the rows. */
    private boolean stored;

    private final Nonzeros[] nonzeros;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * A layer.
     *
     * @param weights  [units, inputs]: weight, first and second moments
     * @param biases   [units]: the same of the bias
     * @param workers  how many share the work
     * @param examples that one of them has at most
     */
    SparseInput(Tensor[] weights, Tensor[] biases, int workers, int examples) {
        this.weights = weights;
        this.biases = biases;
        this.units = Math.toIntExact(weights[0].size(0));
        this.inputs = Math.toIntExact(weights[0].size(1));
        this.rows = new float[weights.length][inputs + 1][units];
        this.moved = new boolean[inputs + 1];
        this.nonzeros = new Nonzeros[workers];
        for (int w = 0; w < workers; w++) {
            nonzeros[w] = new Nonzeros(inputs, examples);
        }
        load();
    }

    /** Whether this is worth its while: at least three quarters of the values are 0, in a sample of the examples. */
    static boolean suits(Dataset data) {
        float[] x = new float[data.schema().shape().size()];
        int sampled = Math.min(data.size(), SAMPLED);
        long others = 0;
        for (int i = 0; i < sampled; i++) {
            data.read(Math.toIntExact((long) data.size() * i / sampled), x, 0);
            for (float value : x) {
                others += value != 0 ? 1 : 0;
            }
        }
        return others * 4 <= (long) sampled * x.length;
    }

    /** Takes the values of the tensors. */
    void load() {
        for (int t = 0; t < rows.length; t++) {
            Rows weight = weights[t].rows();
            float[] unit = new float[inputs];
            for (int u = 0; u < units; u++) {
                weight.get(u, unit);
                for (int i = 0; i < inputs; i++) {
                    rows[t][i][u] = unit[i];
                }
            }
            biases[t].rows().get(0, rows[t][inputs]);
        }
        for (int i = 0; i <= inputs; i++) {
            moved[i] = any(rows[1][i]) || any(rows[2][i]);
        }
        stored = true;
    }

    private static boolean any(float[] row) {
        for (float value : row) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    /** Writes the values into the tensors, where an update has changed them. */
    void store() {
        if (stored) {
            return;
        }
        stored = true;
        for (int t = 0; t < rows.length; t++) {
            Rows weight = weights[t].rows();
            float[] unit = new float[inputs];
            for (int u = 0; u < units; u++) {
                for (int i = 0; i < inputs; i++) {
                    unit[i] = rows[t][i][u];
                }
                weight.put(u, unit);
            }
            biases[t].rows().put(0, rows[t][inputs]);
        }
    }

    /** Forgets the examples that {@code worker} had, before it shows new ones. */
    void clear(int worker) {
        nonzeros[worker].clear();
    }

    /** y = W x + b of example {@code number} of the batch, which {@link #update} will take the gradient of. */
    void forward(int worker, int number, float[] x, float[] y) {
        Nonzeros mine = nonzeros[worker];
        int count = mine.scan(number, x);
        float[][] w = rows[0];
        System.arraycopy(w[inputs], 0, y, 0, units);
        RowSums.add(y, w, mine.inputs, mine.values, count);
    }

    /** To be called once before the workers' {@link #update}. */
    void beginUpdate() {
        next.set(0);
        stored = false;
    }

    /**
     * Computes gradients and updates rows, until none is left.
     *
     * @param slopes the gradients by this layer's outputs, [examples of the batch][units]
     * @param count  examples of the batch
     */
    void update(float[][] slopes, int count, AdamRow adam) {
        float[] gradient = new float[units];
        int[] examples = new int[count];
        float[] values = new float[count];
        for (int from = next.getAndAdd(CHUNK); from <= inputs; from = next.getAndAdd(CHUNK)) {
            for (int i = from; i < Math.min(from + CHUNK, inputs + 1); i++) {
                int n = i == inputs ? all(examples, values) : column(i, examples, values);
                moved[i] |= n > 0;
                if (moved[i] || adam.decays()) {
                    Arrays.fill(gradient, 0);
                    RowSums.add(gradient, slopes, examples, values, n);
                    adam.update(rows[0][i], gradient, rows[1][i], rows[2][i]);
                }
            }
        }
    }

    private int column(int input, int[] examples, float[] values) {
        int n = 0;
        for (Nonzeros part : nonzeros) {
            n = part.column(input, examples, values, n);
        }
        return n;
    }

    /** The bias sees a 1 in every example. */
    private static int all(int[] examples, float[] values) {
        for (int e = 0; e < examples.length; e++) {
            examples[e] = e;
        }
        Arrays.fill(values, 1);
        return examples.length;
    }
}
