package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * A step of training in two halves, so that an update can be refused: gradients of a batch, then new weights. Owns what it needs
 * besides the parameters and the optimizer. Use by one thread.
 */
public interface Step extends AutoCloseable {
    /**
     * What a batch told.
     *
     * @param terms        means over the batch
     * @param gradientNorm before clipping; null where nothing is clipped
     */
    record Result(Metrics.Terms terms, @Nullable Double gradientNorm) {}

    /**
     * Computes the gradients of the examples {@code order[from .. from+count)}.
     *
     * @param noise of pixels and samples
     * @param loss  at the scale to report, its KL weight that of a whole training
     * @param kl    the weight of the KL in force
     * @param warm  how far the warm-up has come, in [0, 1]
     */
    Result gradients(int[] order, int from, int count, Seed noise, Loss loss, double kl, double warm);

    /**
     * Updates the weights from the gradients of the last batch.
     *
     * @param number of the step, from 1
     * @param rate   of learning
     */
    void update(long number, double rate);

    /** Forgets the gradients of the last batch. */
    void discard();

    /** The values of the last batch, one example after the other, at least those that were read. */
    float[] inputs();

    /** Brings the parameters' and the optimizer's tensors up to date, before somebody reads them. */
    void store();

    /** Takes over what somebody wrote into the parameters' and the optimizer's tensors. */
    void load();

    @Override
    void close();
}
