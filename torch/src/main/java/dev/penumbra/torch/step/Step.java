package dev.penumbra.torch.step;

import dev.penumbra.Seed;
import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import org.jspecify.annotations.Nullable;

/** A step of training: gradients of a batch, then new weights. Owns what it needs besides the parameters and the optimizer. Use by one thread. */
public interface Step extends AutoCloseable {
    /**
     * What is in force.
     *
     * @param loss     at the scale to report, its KL weight that of a whole training
     * @param klWeight the weight of the KL in this step
     * @param warm     how far the warm-up has come, in [0, 1]
     * @param number   of the step, from 1
     * @param rate     of learning
     */
    record Setting(Loss loss, double klWeight, double warm, long number, double rate) {}

    /**
     * What a batch told.
     *
     * @param terms        means over the batch
     * @param gradientNorm before clipping; null where nothing is clipped
     */
    record Result(Metrics.Terms terms, @Nullable Double gradientNorm) {}

    /**
     * Takes a step by the examples {@code order[from .. from+count)}. Where the loss is not finite, neither may the weights be.
     *
     * @param order never changed afterwards
     * @param noise of pixels and samples
     */
    Result take(int[] order, int from, int count, Seed noise, Setting setting);

    /** The values of the last batch, one example after the other, at least those that were read. */
    float[] inputs();

    /** Brings the parameters' and the optimizer's tensors up to date, before somebody reads them; nothing where these are computed with. */
    default void store() {}

    /** Takes over what somebody wrote into the parameters' and the optimizer's tensors; nothing where these are computed with. */
    default void load() {}

    @Override
    void close();
}
