package dev.penumbra.torch.objective;

import dev.penumbra.model.Loss;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.model.Objective;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.model.TensorModel;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Objects;

/**
 * Importance-weighted bounds that train the two halves of the model by different gradients. Each half has a term of its own in which
 * the other half's parameters, or z itself, are constants; the loss is their sum, and its value is the bound.
 *
 * <ul>
 *   <li>{@link Objective.Dreg}: the generative half by the gradient of the bound, sum_i w~_i d log w_i, w~ the normalized weights;
 *       the encoder by sum_i w~_i^2 (d log w_i / d z_i) d z_i, without the term of the score.
 *   <li>{@link Objective.Piwae}: the generative half by the bound of all m k samples, the encoder by m bounds of k.
 * </ul>
 */
final class SplitObjective implements TensorObjective {
    private final Objective objective;
    private final ModelSpec spec;
    /** Its generative half is constant. */
    private final TensorModel inferring;
    /** All of it is trained. */
    private final TensorModel generating;

    SplitObjective(Objective objective, ModelSpec spec, Parameters parameters) {
        this.objective = objective;
        this.spec = spec;
        this.generating = TensorModel.of(spec, parameters);
        this.inferring = TensorModel.of(spec, parameters.stopping(name -> !spec.infers(name)));
    }

    @Override
    public int noise() {
        return objective.samples() * spec.noise();
    }

    @Override
    public Terms of(Batch batch, Loss loss, double warm) {
        int k = objective.samples();
        Tensor noise_RN = batch.samples(k, spec.noise());
        Draw draw = inferring.draw(batch.x_BD(), batch.class_BC(), noise_RN, k);
        Tensor z_RV = draw.z_RV().detach();
        Tensor logPosterior_R = draw.logPosterior_R().get();
        Tensor logJoint_R = generating.logJoint(draw.x_RD(), draw.class_RC(), z_RV, noise_RN);
        Tensor logWeight_R = logJoint_R.minus(logPosterior_R.detach());
        Tensor generative = ImportanceObjective.bound(logWeight_R, k);
        Tensor inference = switch (objective) {
            case Objective.Piwae piwae -> ImportanceObjective.bound(draw.logWeight_R(), piwae.k());
            default -> {
                Tensor squares_BK =
                        logWeight_R.detach().reshape(-1, k).softmax(1).square();
                Tensor path_R = draw.logLikelihood_R()
                        .plus(draw.logPrior_R().get())
                        .minus(Objects.requireNonNull(draw.stopped_R()).get());
                yield squares_BK.times(path_R.reshape(-1, k)).sum(1).mean();
            }
        };
        // The encoder's term is there for its gradient: taking its value away leaves the bound as the value of the sum.
        Tensor bound = generative.plus(inference).minus(inference.detach());
        Parts parts = Parts.of(draw, spec.likelihood());
        Tensor kl = logPosterior_R.minus(draw.logPrior_R().get()).mean();
        return new Terms(bound.times(-1), parts.logLikelihood(), kl, parts.mse(), parts.penalty(), draw.encoded());
    }
}
