package dev.penumbra.torch.step;

/**
 * A worker's part of a batch.
 *
 * @param count   examples of the batch
 * @param worker  which one, from 0
 * @param workers how many
 */
record Part(int count, int worker, int workers) {
    /** Its first example. */
    int from() {
        return Math.toIntExact((long) count * worker / workers);
    }

    /** The end of its examples. */
    int to() {
        return Math.toIntExact((long) count * (worker + 1) / workers);
    }
}
