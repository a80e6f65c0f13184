package dev.penumbra.torch.objective;

import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.torch.nn.Parameters;

/** An objective as tensors: turns a batch into a loss whose gradient trains the model. */
public interface TensorObjective {
    /** Draws of N(0, 1) that one example takes. */
    int noise();

    /**
     * Runs a batch through the model.
     *
     * @param loss how the terms make the loss, its weights those in force
     * @param warm how far the warm-up has come, in [0, 1]; 1 where there is none
     */
    Terms of(Batch batch, Loss loss, double warm);

    /**
     * The objective of a model.
     *
     * @param parameters of the model and of the objective's own networks
     * @param examples   in the data that is trained on
     */
    static TensorObjective of(Objective objective, ModelSpec spec, Parameters parameters, int examples) {
        return switch (objective) {
            case Objective.Elbo elbo -> new ElboObjective(elbo, spec, parameters);
            case Objective.Iwae iwae -> new ImportanceObjective(iwae, spec, parameters);
            case Objective.Miwae miwae -> new ImportanceObjective(miwae, spec, parameters);
            case Objective.Ciwae ciwae -> new ImportanceObjective(ciwae, spec, parameters);
            case Objective.Penalized penalized -> new PenalizedObjective(penalized, spec, parameters, examples);
            case Objective.Dreg dreg -> new SplitObjective(dreg, spec, parameters);
            case Objective.Piwae piwae -> new SplitObjective(piwae, spec, parameters);
        };
    }
}
