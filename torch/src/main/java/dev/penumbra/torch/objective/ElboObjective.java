package dev.penumbra.torch.objective;

import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;

/** {@link Objective.Elbo}: reconstruction + weight * KL, at the loss's scale. */
final class ElboObjective implements TensorObjective {
    private final Objective.Elbo elbo;
    private final ModelSpec spec;
    private final TensorModel model;

    ElboObjective(Objective.Elbo elbo, ModelSpec spec, Parameters parameters) {
        this.elbo = elbo;
        this.spec = spec;
        this.model = TensorModel.of(spec, parameters);
    }

    @Override
    public int noise() {
        return spec.noise();
    }

    @Override
    public Terms of(Batch batch, Loss loss, double warm) {
        Draw draw = model.draw(batch.x_BD(), batch.class_BC(), batch.samples(1, noise()), 1);
        Parts parts = Parts.of(draw, spec.likelihood());
        Tensor total = parts.reconstruction(loss);
        Tensor kl = null;
        if (draw.kl_RG() != null) {
            Tensor kl_G = draw.kl_RG().get().mean(0);
            kl = kl_G.sum();
            // A weight of 0 leaves the KL out altogether, since 0 times infinity is no number. During the warm-up it
            // stays in:
            // a learned prior needs its gradient, even one of 0.
            if (loss.klWeight() != 0 || warm < 1) {
                total = total.plus(regularizer(kl_G, kl, warm).times(loss.klWeight()));
            }
        }
        return new Terms(parts.withPenalty(total), parts.logLikelihood(), kl, parts.mse(), draw.encoded());
    }

    private Tensor regularizer(Tensor kl_G, Tensor kl, double warm) {
        Tensor counted = elbo.freeBits() > 0 ? kl_G.atLeast(elbo.freeBits()).sum() : kl;
        return elbo.capacity() > 0 ? counted.plus(-elbo.capacity() * warm).abs().times(elbo.gamma()) : counted;
    }
}
