package dev.penumbra.torch.objective;

import dev.penumbra.model.Objective;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Objects;

/** {@link Objective.Dip}: od sum_{i != j} cov_ij^2 + d sum_i (cov_ii - 1)^2, the covariance taken over the batch. */
record Disentangled(Objective.Dip dip) implements Penalty {
    @Override
    public Tensor of(Draw draw, Tensor noise_BN) {
        TensorModel.Encoded encoded = draw.encoded().get();
        Tensor mean_BV = encoded.mean_BV();
        long b = mean_BV.size(0);
        Tensor centred_BV = mean_BV.minus(mean_BV.mean(0));
        Tensor covariance_VV = centred_BV.transpose().product(centred_BV).times(1.0 / b);
        Tensor identity_VV = mean_BV.identity(Math.toIntExact(mean_BV.size(1)));
        if (dip.ofSamples()) {
            // Cov(z) = Cov(mean) + E[diag(std^2)].
            Tensor variance_V =
                    Objects.requireNonNull(encoded.logStd_BV()).times(2).exp().mean(0);
            covariance_VV = covariance_VV.plus(identity_VV.times(variance_V));
        }
        Tensor squares_VV = covariance_VV.minus(identity_VV).square();
        Tensor onDiagonal = squares_VV.times(identity_VV).sum();
        return squares_VV.sum().minus(onDiagonal).times(dip.offDiagonal()).plus(onDiagonal.times(dip.diagonal()));
    }
}
