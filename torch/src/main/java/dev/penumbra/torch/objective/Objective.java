package dev.penumbra.torch.objective;

import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.nn.TorchNetwork;
import dev.penumbra.torch.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The lecture's objective as tensors: x -> encoder -> q(z|x) -> one sample z = mean + exp(logStd) noise -> decoder -> loss. A
 * basic autoencoder's z is its encoder's output.
 */
public final class Objective {
    private final ModelSpec spec;
    private final Parameters parameters;
    private final TorchNetwork encoder;
    private final TorchNetwork decoder;

    public Objective(ModelSpec spec, Parameters parameters) {
        this.spec = spec;
        this.parameters = parameters;
        this.encoder = new TorchNetwork(spec.encoder(), parameters, ModelSpec.ENCODER);
        this.decoder = new TorchNetwork(spec.decoder(), parameters, ModelSpec.DECODER);
    }

    /**
     * The parts of the loss of one batch; scalars are means over the batch.
     *
     * @param loss          what to minimize
     * @param logLikelihood log p(x|z), nats
     * @param kl            KL(q(z|x) || N(0, I)), nats; null for a basic autoencoder
     * @param mse           mean squared error per value of the mean of p(x|z)
     * @param mean_BV       means of the posteriors
     * @param logStd_BV     logarithms of their standard deviations; null for a basic autoencoder
     */
    public record Terms(
            Tensor loss,
            Tensor logLikelihood,
            @Nullable Tensor kl,
            Tensor mse,
            Tensor mean_BV,
            @Nullable Tensor logStd_BV) {}

    /**
     * Runs a batch through the model.
     *
     * @param x_BD     examples
     * @param noise_BV draws of N(0, 1); a basic autoencoder ignores them
     * @param loss     how the terms make the loss
     */
    public Terms of(Tensor x_BD, Tensor noise_BV, Loss loss) {
        long batch = x_BD.size(0);
        int v = spec.latent();
        Tensor code = encoder.forward(x_BD);
        Tensor mean_BV = code.narrow(1, 0, v);
        Tensor logStd_BV = null;
        Tensor kl = null;
        Tensor z_BV = mean_BV;
        if (spec.kind() == ModelSpec.Kind.VAE) {
            logStd_BV = code.narrow(1, v, v);
            Tensor std_BV = logStd_BV.exp();
            z_BV = mean_BV.plus(std_BV.times(noise_BV));
            // KL = 1/2 sum_j (mean_j^2 + std_j^2 - 2 logStd_j - 1): Kingma & Welling 2014, appendix B.
            kl = mean_BV.square()
                    .plus(std_BV.square())
                    .minus(logStd_BV.times(2))
                    .plus(-1)
                    .sum()
                    .times(0.5 / batch);
        }
        Tensor out_BO = decoder.forward(z_BV);
        // In nats the squared error is only watched: no gradient flows through it.
        Tensor watched_BO = loss instanceof Loss.Lecture ? out_BO : out_BO.detach();
        Tensor mse = TensorLikelihood.mean(spec.likelihood(), watched_BO).meanSquaredError(x_BD);
        Tensor logLikelihood = TensorLikelihood.logDensity(spec.likelihood(), parameters, x_BD, out_BO)
                .mean();
        Tensor reconstruction = switch (loss) {
            case Loss.Lecture lecture -> mse.times(lecture.reconstruction());
            case Loss.Nats nats -> logLikelihood.times(-1);
        };
        Tensor total =
                kl == null || loss.klWeight() == 0 ? reconstruction : reconstruction.plus(kl.times(loss.klWeight()));
        return new Terms(total, logLikelihood, kl, mse, mean_BV, logStd_BV);
    }
}
