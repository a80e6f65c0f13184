package dev.penumbra.torch.train;

import dev.penumbra.InputException;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.RunDirectory;
import java.util.ArrayList;
import java.util.List;
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

    /** The same after early stopping, so that training goes on and patience counts anew. */
    TrainingState goingOn() {
        Progress on = new Progress(progress.step(), progress.sums(), progress.bestLoss(), 0, false);
        return new TrainingState(on, weights, optimizer, best);
    }

    /** {@link InputException} where these are not finite weights of this model and objective. */
    void requireFits(ModelSpec spec, Objective objective, RunDirectory run) {
        List<Parameter> parameters = new ArrayList<>(spec.parameters());
        parameters.addAll(objective.parameters(spec.latent()));
        for (Weights each : best == null ? List.of(weights) : List.of(weights, best)) {
            if (each.tensors().size() != parameters.size()) {
                throw misfit(parameters.size() + " tensors", each.tensors().size() + " tensors", run);
            }
            try {
                each.require(parameters);
            } catch (IllegalArgumentException e) {
                throw misfit("the weights of the model", String.valueOf(e.getMessage()), run);
            }
            if (!isFinite(each)) {
                throw misfit("finite weights", "weights that are not finite", run);
            }
        }
    }

    private static InputException misfit(String expected, String received, RunDirectory run) {
        return Checkpoint.broken("The checkpoint does not fit the run", expected, received, run);
    }

    /** Whether all weights are finite, so that training can go on from here. */
    boolean isFinite() {
        return isFinite(weights);
    }

    private static boolean isFinite(Weights all) {
        for (Weights.Values tensor : all.tensors().values()) {
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
