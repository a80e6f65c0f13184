package dev.penumbra.torch.step;

/**
 * A worker's part of a batch.
 *
 * @param count   rows of the batch
 * @param from    its first row
 * @param to      the end of its rows
 * @param worker  which one, from 0
 * @param workers how many
 */
record Part(int count, int from, int to, int worker, int workers) {
    /** Of a batch with a row for each of {@code count} examples. */
    static Part of(int count, int worker, int workers) {
        return new Part(count, end(count, worker, workers), end(count, worker + 1, workers), worker, workers);
    }

    private static int end(int count, int worker, int workers) {
        return Math.toIntExact((long) count * worker / workers);
    }

    /** The same examples where each has {@code k} rows, one after the other. */
    Part times(int k) {
        return new Part(Math.multiplyExact(count, k), from * k, to * k, worker, workers);
    }
}
