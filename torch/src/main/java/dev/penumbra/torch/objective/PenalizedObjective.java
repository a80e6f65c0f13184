package dev.penumbra.torch.objective;

import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;

/** {@link Objective.Penalized}: reconstruction + factor * weight * KL + warm * penalty. */
final class PenalizedObjective implements TensorObjective {
    private final Objective.Penalized objective;
    private final ModelSpec spec;
    private final TensorModel model;
    private final Penalty penalty;

    PenalizedObjective(Objective.Penalized objective, ModelSpec spec, Parameters parameters, int examples) {
        this.objective = objective;
        this.spec = spec;
        this.model = TensorModel.of(spec, parameters);
        this.penalty = switch (objective) {
            case Objective.TotalCorrelation tc -> new TotalCorrelation(tc.beta() - 1, examples);
            case Objective.Factor factor -> Discriminator.ofFactors(factor, spec.latent(), parameters);
            case Objective.Dip dip -> new Disentangled(dip);
            case Objective.InfoVae info -> new Discrepancy(info.alpha() + info.lambda() - 1, spec.latent());
            case Objective.WaeMmd wae -> new Discrepancy(wae.lambda(), spec.latent());
            case Objective.Adversarial aae -> Discriminator.ofPrior(aae, spec.latent(), parameters);
            case Objective.Regularized rae -> new RegularizedDecoder(rae, spec, parameters);
        };
    }

    @Override
    public int noise() {
        return spec.noise() + penalty.noise();
    }

    @Override
    public Terms of(Batch batch, Loss loss, double warm) {
        Draw draw = model.draw(batch.x_BD(), batch.class_BC(), batch.samples(1, spec.noise()), 1);
        Parts parts = Parts.of(draw, spec.likelihood());
        Tensor total = parts.reconstruction(loss);
        Tensor kl = draw.kl_RG() == null ? null : draw.kl_RG().get().mean(0).sum();
        double weight = objective.klFactor() * loss.klWeight();
        if (kl != null && weight != 0) {
            total = total.plus(kl.times(weight));
        }
        Tensor extra = penalty.of(draw, batch.noise_BW().narrow(1, spec.noise(), penalty.noise()));
        total = parts.withPenalty(total.plus(extra.times(warm)));
        return new Terms(total, parts.logLikelihood(), kl, parts.mse(), draw.encoded());
    }
}
