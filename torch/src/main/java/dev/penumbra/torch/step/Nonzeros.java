package dev.penumbra.torch.step;

import java.util.Arrays;

/** Where the examples of one worker are not 0: of the last one by input, of all of them by input and example. */
final class Nonzeros {
    /** Inputs of the last example that are not 0. */
    final int[] inputs;
    /** Their values. */
    final float[] values;

    private final int capacity;
    /** For each input, how many examples have it. */
    private final int[] counts;
    /** For each input, which examples those are, and their values: {@link #capacity} places each. */
    private final int[] examples;

    private final float[] columns;

    Nonzeros(int inputs, int capacity) {
        this.inputs = new int[inputs + 1];
        this.values = new float[inputs + 1];
        this.capacity = capacity;
        this.counts = new int[inputs];
        this.examples = new int[Math.multiplyExact(inputs, capacity)];
        this.columns = new float[examples.length];
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    /** Takes up an example; returns how many of its values are not 0. */
    int scan(int example, float[] x) {
        int n = 0;
        for (int i = 0; i < x.length; i++) {
            // Written in any case and kept by counting: a branch here would be guessed wrong half the time at every
            // edge.
            inputs[n] = i;
            n += x[i] != 0 ? 1 : 0;
        }
        for (int k = 0; k < n; k++) {
            int i = inputs[k];
            int at = i * capacity + counts[i]++;
            examples[at] = example;
            columns[at] = values[k] = x[i];
        }
        return n;
    }

    /** Appends the examples that have {@code input} at {@code n}; returns the count with them. */
    int column(int input, int[] examples, float[] values, int n) {
        int count = counts[input];
        System.arraycopy(this.examples, input * capacity, examples, n, count);
        System.arraycopy(columns, input * capacity, values, n, count);
        return n + count;
    }
}
