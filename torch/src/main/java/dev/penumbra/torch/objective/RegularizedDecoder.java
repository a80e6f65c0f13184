package dev.penumbra.torch.objective;

import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * {@link Objective.Regularized}. The squared norm of the decoder's Jacobian is estimated without bias by one random direction u of its
 * outputs for each example, E|u^T J|^2 = |J|^2 with u ~ N(0, I).
 */
final class RegularizedDecoder implements Penalty {
    private final Objective.Regularized rae;
    private final int outputs;
    private final List<Tensor> decoder;

    RegularizedDecoder(Objective.Regularized rae, ModelSpec spec, Parameters parameters) {
        this.rae = rae;
        this.outputs = Math.multiplyExact(
                spec.schema().shape().size(), spec.likelihood().outputsPerValue());
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
        // Where nothing is recorded, as in validation, there is no Jacobian to be had: the term is left out there.
        if (rae.gradient() > 0 && draw.out_RO().isRecorded()) {
            Tensor direction_RV = draw.out_RO().gradientOf(draw.z_RV(), noise_BN);
            total = total.plus(direction_RV.square().sum(1).mean().times(rae.gradient()));
        }
        return total;
    }
}
