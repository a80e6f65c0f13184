package dev.penumbra.torch.objective;

import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;

/** Importance-weighted bounds whose gradient is that of the bound: {@link Objective.Iwae}, Miwae, Ciwae. */
final class ImportanceObjective implements TensorObjective {
    private final Objective objective;
    private final ModelSpec spec;
    private final TensorModel model;

    ImportanceObjective(Objective objective, ModelSpec spec, Parameters parameters) {
        this.objective = objective;
        this.spec = spec;
        this.model = TensorModel.of(spec, parameters);
    }

    @Override
    public int noise() {
        return objective.samples() * spec.noise();
    }

    @Override
    public Terms of(Batch batch, Loss loss, double warm) {
        int k = objective.samples();
        Draw draw = model.draw(batch.x_BD(), batch.class_BC(), batch.samples(k, spec.noise()), k);
        Tensor kl_R = draw.logPosterior_R().get().minus(draw.logPrior_R().get());
        Tensor logWeight_R = draw.logLikelihood_R().minus(kl_R.times(loss.klWeight()));
        Tensor bound = switch (objective) {
            case Objective.Miwae miwae -> bound(logWeight_R, miwae.k());
            case Objective.Ciwae ciwae ->
                logWeight_R
                        .mean()
                        .times(ciwae.beta())
                        .plus(bound(logWeight_R, k).times(1 - ciwae.beta()));
            default -> bound(logWeight_R, k);
        };
        Parts parts = Parts.of(draw, spec.likelihood());
        Tensor total = parts.withPenalty(bound.times(-1));
        return new Terms(total, parts.logLikelihood(), kl_R.mean(), parts.mse(), parts.penalty(), draw.encoded());
    }

    /** The mean over groups of {@code k} rows of log 1/k sum exp(logWeight). */
    static Tensor bound(Tensor logWeight_R, int k) {
        return logWeight_R.reshape(-1, k).logSumExp(1).mean().plus(-Math.log(k));
    }
}
