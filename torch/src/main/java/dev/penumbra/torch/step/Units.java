package dev.penumbra.torch.step;

import dev.penumbra.nn.Layer;
import dev.penumbra.torch.tensor.InPlace;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a layer, f(a) with a = W x + b. B examples, U units.
 *
 * @param out        first a, then f(a), [B, U]
 * @param slope      the gradient of the loss first by f(a), then by a, [B, U]
 * @param activation f, or null for the identity
 */
record Units(Tensor out, Tensor slope, Layer.@Nullable Function activation) {
    /** Those of some examples, in the same memory. */
    Units rows(long from, long to, Kept kept) {
        return new Units(kept.rows(out, from, to), kept.rows(slope, from, to), activation);
    }

    void activate() {
        switch (activation) {
            case null -> {}
            case RELU -> InPlace.relu(out);
            case TANH -> InPlace.tanh(out);
            default -> throw new IllegalStateException("not in a chain: " + activation);
        }
    }

    void differentiate() {
        switch (activation) {
            case null -> {}
            case RELU -> InPlace.reluBackward(slope, out);
            case TANH -> InPlace.tanhBackward(slope, out);
            default -> throw new IllegalStateException("not in a chain: " + activation);
        }
    }
}
