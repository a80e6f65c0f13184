package dev.penumbra.torch.objective;

import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/**
 * weight * KL(q(z) || prod_j q(z_j)) from a batch. The aggregate posterior at z_i is the mean of q(z_i|x_n) over the data: its own
 * example counts 1/N, and the others of the batch stand for the rest (stratified sampling, Chen et al. 2018, appendix C.2).
 *
 * @param weight   of the total correlation
 * @param examples in the data, N
 */
record TotalCorrelation(double weight, int examples) implements Penalty {
    private static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

    @Override
    public Tensor of(Draw draw, Tensor noise_BN) {
        TensorModel.Encoded encoded = draw.encoded();
        Tensor logStd_BV = Objects.requireNonNull(encoded.logStd_BV());
        long b = draw.z_RV().size(0);
        long v = draw.z_RV().size(1);
        Tensor z_R1V = draw.z_RV().reshape(b, 1, v);
        Tensor logStd_1BV = logStd_BV.reshape(1, b, v);
        Tensor log_RBV = z_R1V.minus(encoded.mean_BV().reshape(1, b, v))
                .times(logStd_1BV.times(-1).exp())
                .square()
                .times(-0.5)
                .minus(logStd_1BV)
                .plus(-HALF_LOG_2_PI);
        Tensor weights_RB = draw.z_RV().constant(logWeights(Math.toIntExact(b)), b, b);
        Tensor joint_R = log_RBV.sum(2).plus(weights_RB).logSumExp(1);
        Tensor product_R =
                log_RBV.plus(weights_RB.reshape(b, b, 1)).logSumExp(1).sum(1);
        return joint_R.minus(product_R).mean().times(weight);
    }

    private float[] logWeights(int batch) {
        float[] weights = new float[batch * batch];
        Arrays.fill(weights, (float) Math.log((examples - 1.0) / ((double) examples * Math.max(1, batch - 1))));
        for (int i = 0; i < batch; i++) {
            weights[i * batch + i] = (float) -Math.log(examples);
        }
        return weights;
    }
}
