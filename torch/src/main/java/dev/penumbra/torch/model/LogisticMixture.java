package dev.penumbra.torch.model;

import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.torch.tensor.Tensor;

/** {@link DiscretizedLogistic} as tensors [B, K components, D]. */
final class LogisticMixture {
    private static final double HALF_LEVEL = 0.5 / 255;

    private final long k;
    private final Tensor location_BKD;
    private final Tensor logScale_BKD;
    private final Tensor logWeight_BKD;

    LogisticMixture(DiscretizedLogistic logistic, Tensor out_BO) {
        k = logistic.components();
        long b = out_BO.size(0);
        int p = logistic.outputsPerValue();
        Tensor out_BPD = out_BO.reshape(b, p, out_BO.size(1) / p);
        long first = p - 2 * k;
        location_BKD = out_BPD.narrow(1, first, k);
        logScale_BKD = TensorLikelihood.floored(
                out_BPD.narrow(1, first + k, k),
                DiscretizedLogistic.LOWEST_LOG_SCALE,
                DiscretizedLogistic.HIGHEST_LOG_SCALE);
        // One component has no logits: the log-softmax of anything alone is 0.
        logWeight_BKD = out_BPD.narrow(1, 0, k).logSoftmax(1);
    }

    /** [B, D]. */
    Tensor logMass(Tensor x_BD) {
        Tensor x_B1D = x_BD.reshape(x_BD.size(0), 1, x_BD.size(1));
        Tensor inverse = logScale_BKD.times(-1).exp();
        Tensor distance = x_B1D.minus(location_BKD);
        Tensor logBelow = distance.plus(HALF_LEVEL).times(inverse).logSigmoid();
        Tensor logAbove = distance.plus(-HALF_LEVEL).times(inverse).times(-1).logSigmoid();
        Tensor inside = inverse.times(-2 * HALF_LEVEL).expm1().times(-1).log();
        Tensor middle = logBelow.plus(logAbove).plus(inside);
        Tensor mass = x_B1D.whereBelow(HALF_LEVEL, logBelow, x_B1D.whereBelow(1 - HALF_LEVEL, middle, logAbove));
        return mass.plus(logWeight_BKD).logSumExp(1);
    }

    /** [B, D]. */
    Tensor mean() {
        Tensor inverse = logScale_BKD.times(-1).exp();
        Tensor above = location_BKD.times(inverse).softplus();
        Tensor below = location_BKD.plus(-1).times(inverse).softplus();
        return above.minus(below)
                .times(logScale_BKD.exp())
                .clamp(0, 1)
                .times(logWeight_BKD.exp())
                .sum(1);
    }
}
