package dev.penumbra.torch.objective;

import dev.penumbra.model.Objective;
import dev.penumbra.nn.Network;
import dev.penumbra.torch.model.Draw;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.nn.TorchNetwork;
import dev.penumbra.torch.tensor.Tensor;
import java.util.Objects;

/**
 * A network that tells z from other points, and is deceived. Its own loss is a term of the sum, in which z is a constant; in the term
 * that trains the encoder its weights are constants. So every weight gets its own gradient only, and one step of one optimizer trains
 * both.
 */
final class Discriminator implements Penalty {
    /** What z is told from. */
    private interface Others {
        Tensor of(Tensor z_RV, Tensor noise_BN);
    }

    /** What the encoder is trained by, given the logit of being a z. */
    private interface Deception {
        Tensor of(Tensor logit_R);
    }

    private final int latent;
    private final TorchNetwork judging;
    private final TorchNetwork learning;
    private final Others others;
    private final Deception deception;
    private final double weight;

    private Discriminator(
            Objective.Penalized objective,
            int latent,
            Parameters parameters,
            Others others,
            Deception deception,
            double weight) {
        Network network = Objects.requireNonNull(objective.networks(latent).get(Objective.DISCRIMINATOR));
        this.latent = latent;
        this.learning = new TorchNetwork(network, parameters, Objective.DISCRIMINATOR);
        Parameters constant = parameters.stopping(name -> name.startsWith(Objective.DISCRIMINATOR));
        this.judging = new TorchNetwork(network, constant, Objective.DISCRIMINATOR);
        this.others = others;
        this.deception = deception;
        this.weight = weight;
    }

    /**
     * gamma E[D(z)], where D tells z from z whose dimensions were permuted over the batch, each by itself: D is then
     * log q(z) / prod_j q(z_j) (Kim &amp; Mnih 2018, eq. 3).
     */
    static Discriminator ofFactors(Objective.Factor factor, int latent, Parameters parameters) {
        return new Discriminator(
                factor,
                latent,
                parameters,
                (z_RV, noise_BN) -> z_RV.gather(0, noise_BN.order(0)),
                Tensor::mean,
                factor.gamma());
    }

    /** The encoder is trained to be taken for the prior: -log of the probability of not being a z (Makhzani et al. 2015). */
    static Discriminator ofPrior(Objective.Adversarial adversarial, int latent, Parameters parameters) {
        return new Discriminator(
                adversarial,
                latent,
                parameters,
                (z_RV, noise_BN) -> noise_BN,
                logit_R -> logit_R.softplus().mean(),
                adversarial.weight());
    }

    @Override
    public int noise() {
        return latent;
    }

    @Override
    public Tensor of(Draw draw, Tensor noise_BN) {
        Tensor z_RV = draw.z_RV();
        Tensor fixed_RV = z_RV.detach();
        Tensor own = learning.forward(fixed_RV).times(-1).softplus().mean();
        Tensor other =
                learning.forward(others.of(fixed_RV, noise_BN)).softplus().mean();
        Tensor deceived = deception.of(judging.forward(z_RV)).times(weight);
        // The discriminator's loss is there for its gradient; its value is no part of the model's.
        Tensor discrimination = own.plus(other);
        return deceived.plus(discrimination.minus(discrimination.detach()));
    }
}
