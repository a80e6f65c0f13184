package dev.penumbra.torch.objective;

import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one step learns from.
 *
 * @param x_BD     examples
 * @param class_BC their classes, one-hot; null for an unconditional model
 * @param noise_BW draws of N(0, 1), as many for each example as {@link TensorObjective#noise()} says
 */
public record Batch(Tensor x_BD, @Nullable Tensor class_BC, Tensor noise_BW) {
    /** The noise of {@code k} samples of each example, [B k, width]. */
    Tensor samples(int k, int width) {
        return noise_BW.narrow(1, 0, (long) k * width).reshape(x_BD.size(0) * k, width);
    }
}
