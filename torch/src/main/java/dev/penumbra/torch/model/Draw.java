package dev.penumbra.torch.model;

import dev.penumbra.torch.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Samples of z with what is known of them. Densities that not every objective needs are computed when asked.
 *
 * @param encoded          the posteriors of the examples
 * @param x_RD             the example of each row
 * @param class_RC         its class, or null
 * @param z_RV             the samples
 * @param out_RO           the decoder's outputs at them
 * @param logLikelihood_R  log p(x|z), nats
 * @param logPosterior_R   log q(z|x), nats; 0 for a point
 * @param logPrior_R       log p(z), nats
 * @param stopped_R        log q(z|x) as a function of z alone, its parameters taken as constants; null where the posterior is not of
 *                         a form that allows this
 * @param kl_RG            terms whose sum over the last dimension estimates KL(q(z|x) || p(z)): in closed form for each latent
 *                         dimension where there is one, else logPosterior - logPrior; null for a point
 * @param penalty_R        what the posterior itself adds to the loss (a codebook's terms), or null
 */
public record Draw(
        Supplier<TensorModel.Encoded> encoded,
        Tensor x_RD,
        @Nullable Tensor class_RC,
        Tensor z_RV,
        Tensor out_RO,
        Tensor logLikelihood_R,
        Supplier<Tensor> logPosterior_R,
        Supplier<Tensor> logPrior_R,
        @Nullable Supplier<Tensor> stopped_R,
        @Nullable Supplier<Tensor> kl_RG,
        @Nullable Tensor penalty_R) {
    /** log w = log p(x, z) - log q(z|x) of each row, [R]. */
    public Tensor logWeight_R() {
        return logLikelihood_R.plus(logPrior_R.get()).minus(logPosterior_R.get());
    }
}
