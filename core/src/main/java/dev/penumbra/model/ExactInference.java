package dev.penumbra.model;

import dev.penumbra.distribution.Posterior;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model in pure Java: the same bits on every machine, for every number of threads and however examples are put into batches.
 * Thread-safe. It can also be gone through layer by layer, which is what a coder of z needs.
 */
public sealed interface ExactInference extends Inference permits ExactVae, ExactLadder {
    /**
     * Goes through the stochastic layers of one example from the top to the bottom; what is chosen in one is what the next depends
     * on. A model that is no ladder has one layer.
     *
     * @param x     the example, [d], or null where nothing is known of it: layers then have no posterior
     * @param label its class; ignored by models that are not conditional
     * @return the decoder's outputs at the z that was chosen, computed when they are asked for
     */
    Supplier<float[]> topDown(float @Nullable [] x, int label, Choice choice);

    /** What chooses the z of a layer. */
    @FunctionalInterface
    interface Choice {
        /**
         * Fills {@code z} with one layer's values.
         *
         * @param from      the layer's first dimension among those of all layers
         * @param prior     p(z) of this layer given the layers above, as Gaussians; N(0, I) where a model's prior is another one
         * @param posterior q(z|x) of this layer given the layers above, as {@link Inference#encode} describes it; null without x
         * @param z         the layer's dimensions
         */
        void choose(int from, Posterior prior, @Nullable Posterior posterior, float[] z);
    }
}
