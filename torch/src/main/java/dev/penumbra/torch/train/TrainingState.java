package dev.penumbra.torch.train;

import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Everything that training goes on from, taken between two steps. Random numbers need no place here: they are functions of the
 * seed and the step.
 *
 * @param progress  where training stands
 * @param weights   of the model, and of the objective's own networks
 * @param optimizer its moments
 * @param best      the weights of the best epoch so far, where early stopping keeps them
 */
public record TrainingState(
        Progress progress,
        Weights weights,
        Weights optimizer,
        @Nullable Weights best) {
    /** The model's weights that training would keep if it ended here: what the objective itself learned is left behind. */
    Weights kept(ModelSpec spec) {
        return (best == null ? weights : best).only(spec.parameters());
    }

    /** Whether all weights are finite, so that training can go on from here. */
    boolean isFinite() {
        for (Weights.Values tensor : weights.tensors().values()) {
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Where training stands, in numbers.
     *
     * @param step          steps done
     * @param sums          over the steps of the running epoch
     * @param bestLoss      the lowest validation loss of an epoch; null before the first, or without validation
     * @param epochsSince   epochs done since that one
     * @param stoppedEarly  whether patience ran out
     */
    public record Progress(
            long step, EpochSums sums, @Nullable Double bestLoss, int epochsSince, boolean stoppedEarly) {
        static final Progress START = new Progress(0, EpochSums.ZERO, null, 0, false);
    }
}
