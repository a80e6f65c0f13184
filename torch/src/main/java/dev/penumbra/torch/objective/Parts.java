package dev.penumbra.torch.objective;

import dev.penumbra.distribution.Likelihood;
import dev.penumbra.model.Loss;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.TensorLikelihood;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What all objectives tell of a draw; scalars are means over the rows.
 *
 * @param penalty what the posterior adds to the loss, or null
 */
record Parts(Tensor logLikelihood, Tensor mse, @Nullable Tensor penalty) {
    static Parts of(Draw draw, Likelihood likelihood) {
        Tensor mean_RD = TensorLikelihood.mean(likelihood, draw.out_RO());
        Tensor penalty_R = draw.penalty_R();
        return new Parts(
                draw.logLikelihood_R().mean(),
                mean_RD.meanSquaredError(draw.x_RD()),
                penalty_R == null ? null : penalty_R.mean());
    }

    /** The reconstruction's term at the loss's scale. */
    Tensor reconstruction(Loss loss) {
        return switch (loss) {
            case Loss.Lecture lecture -> mse.times(lecture.reconstruction());
            case Loss.Nats nats -> logLikelihood.times(-1);
        };
    }

    Tensor withPenalty(Tensor loss) {
        return penalty == null ? loss : loss.plus(penalty);
    }
}
