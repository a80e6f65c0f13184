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
        return Math.toIntExact(start(count));
    }

    /** The end of its examples. */
    int to() {
        return Math.toIntExact(end(count));
    }

    /** Its first of {@code n} things that are shared out evenly. */
    long start(long n) {
        return n * worker / workers;
    }

    /** The end of them. */
    long end(long n) {
        return n * (worker + 1) / workers;
    }
}
