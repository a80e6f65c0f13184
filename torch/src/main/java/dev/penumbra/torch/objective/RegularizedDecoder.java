package dev.penumbra.torch.objective;

import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Grad;
import dev.penumbra.torch.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * {@link Objective.Regularized}. The squared norm of the decoder's Jacobian is estimated without bias by one random direction u of its
 * outputs for each example, E|u^T J|^2 = |J|^2 with u ~ N(0, I) (Hutchinson 1990).
 */
final class RegularizedDecoder implements Penalty {
    private final Objective.Regularized rae;
    private final int outputs;
    private final TensorModel model;
    private final List<Tensor> decoder;

    RegularizedDecoder(Objective.Regularized rae, ModelSpec spec, TensorModel model, Parameters parameters) {
        this.rae = rae;
        this.outputs = Math.multiplyExact(
                spec.schema().shape().size(), spec.likelihood().outputsPerValue());
        this.model = model;
        this.decoder = parameters.trained().entrySet().stream()
                .filter(e -> e.getKey().startsWith(VaeSpec.DECODER + "."))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public int noise() {
        return rae.gradient() > 0 ? outputs : 0;
    }

    @Override
    public Tensor of(Draw draw, Tensor noise_BN) {
        Tensor total = draw.z_RV().square().sum(1).mean().times(rae.code() / 2);
        if (rae.decay() > 0) {
            for (Tensor weights : decoder) {
                total = total.plus(weights.square().sum().times(rae.decay()));
            }
        }
        if (rae.gradient() > 0) {
            Tensor slope_RV = slope(draw, noise_BN);
            total = total.plus(slope_RV.square().sum(1).mean().times(rae.gradient()));
        }
        return total;
    }

    /** u^T J of each row. */
    private Tensor slope(Draw draw, Tensor direction_RO) {
        if (draw.out_RO().isRecorded()) {
            return draw.out_RO().gradientOf(draw.z_RV(), direction_RO);
        }
        // In validation nothing is recorded, so the decoder is run once more.
        try (Grad grad = new Grad()) {
            Tensor z_RV = draw.z_RV().detach().withGradient();
            return model.decode(z_RV, draw.class_RC()).gradientOf(z_RV, direction_RO);
        }
    }
}
