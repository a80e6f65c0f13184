package dev.penumbra.torch.objective;

import dev.penumbra.model.Objective;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.Gaussians;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Objects;

/**
 * {@link Objective.TotalCorrelation}, less the KL. The aggregate posterior at z_i is the mean of q(z_i|x_n) over the data: its own
 * example counts 1/N, and the others of the batch stand for the rest, each alike (stratified sampling, Chen et al. 2018, appendix
 * C.2, averaged over which of them comes last there).
 *
 * @param examples in the data, N
 */
record TotalCorrelation(Objective.TotalCorrelation tc, int examples) implements Penalty {
    @Override
    public Tensor of(Draw draw, Tensor noise_BN) {
        Tensor z_BV = draw.z_RV();
        int b = Math.toIntExact(z_BV.size(0));
        if (b < 2) {
            // One example says nothing of the others.
            return z_BV.sum().times(0);
        }
        long v = z_BV.size(1);
        TensorModel.Encoded encoded = draw.encoded().get();
        Tensor log_BBV = Gaussians.logDensities(
                z_BV.reshape(b, 1, v),
                encoded.mean_BV().reshape(1, b, v),
                Objects.requireNonNull(encoded.logStd_BV()).reshape(1, b, v));
        Tensor weights_BB = logWeights(z_BV.identity(b));
        Tensor joint_B = log_BBV.sum(2).plus(weights_BB).logSumExp(1);
        Tensor product_B =
                log_BBV.plus(weights_BB.reshape(b, b, 1)).logSumExp(1).sum(1);
        // (alpha - 1)(log q(z|x) - log q(z)) + (beta - 1)(log q(z) - log prod) + (gamma - 1)(log prod - log p(z))
        return draw.logPosterior_R()
                .get()
                .times(tc.alpha() - 1)
                .plus(joint_B.times(tc.beta() - tc.alpha()))
                .plus(product_B.times(tc.gamma() - tc.beta()))
                .plus(draw.logPrior_R().get().times(1 - tc.gamma()))
                .mean();
    }

    /** log of the weights with which examples estimate q(z): 1/N for one's own, the rest shared by the others. */
    private Tensor logWeights(Tensor identity_BB) {
        long b = identity_BB.size(0);
        double others = Math.log((examples - 1.0) / ((double) examples * (b - 1)));
        return identity_BB.times(-Math.log(examples) - others).plus(others);
    }
}
