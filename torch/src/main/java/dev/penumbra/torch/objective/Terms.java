package dev.penumbra.torch.objective;

import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the loss of one batch; scalars are means over the batch.
 *
 * @param loss          what to minimize
 * @param logLikelihood log p(x|z), nats
 * @param kl            KL(q(z|x) || p(z)) or its estimate, nats; null for a point
 * @param mse           mean squared error per value of the mean of p(x|z)
 * @param penalty       what the objective and the posterior add to reconstruction and KL, at the loss's scale; null for nothing
 * @param encoded       the posteriors of the examples, computed when asked: training does not look at them
 */
public record Terms(
        Tensor loss,
        Tensor logLikelihood,
        @Nullable Tensor kl,
        Tensor mse,
        @Nullable Tensor penalty,
        Supplier<TensorModel.Encoded> encoded) {}
