package dev.penumbra.torch.objective;

import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.tensor.Tensor;

/** What an objective adds to reconstruction and KL. */
interface Penalty {
    /** Draws of N(0, 1) for each example beside those of z. */
    default int noise() {
        return 0;
    }

    /**
     * The term, a scalar.
     *
     * @param noise_BN as many draws as {@link #noise()} says
     */
    Tensor of(Draw draw, Tensor noise_BN);
}
