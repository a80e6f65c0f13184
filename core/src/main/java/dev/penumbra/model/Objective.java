package dev.penumbra.model;

import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What training maximizes, beside the weights that {@link Loss} gives to its terms. The equations stand in the documentation's page
 * of each.
 */
public sealed interface Objective {
    /** How many z are drawn for each example of a batch. */
    default int samples() {
        return 1;
    }

    /**
     * The evidence lower bound, E_q[log p(x|z)] - KL, with the ways of weighting its KL (Kingma &amp; Welling 2014).
     *
     * @param freeBits nats of each group of latent dimensions that cost nothing: a group's KL, averaged over the batch, counts as
     *                 at least so much (Kingma et al. 2016, eq. 15); 0 for none
     * @param cycles   how often the KL's weight grows again from 0, over the first half of each cycle (Fu et al. 2019); 0 for once,
     *                 over the warm-up
     * @param capacity where positive, the KL's term is gamma |KL - C|, with C growing from 0 to this many nats over the warm-up
     *                 (Burgess et al. 2018)
     * @param gamma    weight of that term
     */
    record Elbo(double freeBits, int cycles, double capacity, double gamma) implements Objective {
        /** The plain bound. */
        public static final Elbo PLAIN = new Elbo(0, 0, 0, 0);
    }

    /**
     * The importance-weighted bound log 1/k sum_i w_i, w = p(x, z) / q(z|x) (Burda, Grosse &amp; Salakhutdinov 2016, eq. 8).
     *
     * @param k samples
     */
    record Iwae(int k) implements Objective {
        @Override
        public int samples() {
            return k;
        }
    }

    /** {@link Iwae} with the doubly reparameterized gradient of the encoder (Tucker et al. 2019, eq. 8). */
    record Dreg(int k) implements Objective {
        @Override
        public int samples() {
            return k;
        }
    }

    /** The mean of m importance-weighted bounds of k samples each (Rainforth et al. 2018, eq. 11). */
    record Miwae(int m, int k) implements Objective {
        @Override
        public int samples() {
            return m * k;
        }
    }

    /** beta times the ELBO plus 1 - beta times {@link Iwae}, of the same k samples (Rainforth et al. 2018, eq. 12). */
    record Ciwae(int k, double beta) implements Objective {
        @Override
        public int samples() {
            return k;
        }
    }

    /** {@link Iwae} of m k samples for the decoder, {@link Miwae} for the encoder (Rainforth et al. 2018, section 4). */
    record Piwae(int m, int k) implements Objective {
        @Override
        public int samples() {
            return m * k;
        }
    }

    /** What is added to the reconstruction and the KL; an equation of its own each. */
    sealed interface Penalized extends Objective {
        /** The factor of the KL's term beside its weight; 0 where what is added takes its place. */
        default double klFactor() {
            return 1;
        }

        /** Networks that are trained with the model, and are no part of it, by the prefix of their weights. */
        default SequencedMap<String, Network> networks(int latent) {
            return new LinkedHashMap<>();
        }
    }

    /**
     * (beta - 1) KL(q(z) || prod_j q(z_j)) added to the negative ELBO (Chen et al. 2018, eq. 4 with alpha = gamma = 1).
     *
     * @param beta weight of the total correlation
     */
    record TotalCorrelation(double beta) implements Penalized {}

    /**
     * gamma times the total correlation, by a discriminator (Kim &amp; Mnih 2018, eq. 2).
     *
     * @param gamma weight of the total correlation
     * @param width units of each of the discriminator's layers
     */
    record Factor(double gamma, int width) implements Penalized {
        @Override
        public SequencedMap<String, Network> networks(int latent) {
            return discriminator(latent, 5, width);
        }
    }

    /**
     * The covariance of z over the data drawn towards the identity (Kumar et al. 2018, eq. 6 and 7).
     *
     * @param ofSamples    whether it is the covariance of z (DIP-VAE-II) or of the posteriors' means (DIP-VAE-I)
     * @param offDiagonal  weight of the squares beside the diagonal
     * @param diagonal     weight of the squared distance of the diagonal from 1
     */
    record Dip(boolean ofSamples, double offDiagonal, double diagonal) implements Penalized {}

    /**
     * (1 - alpha) KL + (alpha + lambda - 1) MMD(q(z), p(z)) (Zhao, Song &amp; Ermon 2019, eq. 6).
     *
     * @param alpha  weight of the mutual information, at most 1
     * @param lambda weight of the divergence of the aggregate posterior
     */
    record InfoVae(double alpha, double lambda) implements Penalized {
        @Override
        public double klFactor() {
            return 1 - alpha;
        }
    }

    /** lambda MMD(q(z), p(z)) in the place of the KL (Tolstikhin et al. 2018, algorithm 2). */
    record WaeMmd(double lambda) implements Penalized {
        @Override
        public double klFactor() {
            return 0;
        }
    }

    /**
     * A discriminator of z from draws of the prior in the place of the KL (Makhzani et al. 2015).
     *
     * @param weight of the term that trains the encoder
     * @param width  units of each of the discriminator's layers
     */
    record Adversarial(double weight, int width) implements Penalized {
        @Override
        public double klFactor() {
            return 0;
        }

        @Override
        public SequencedMap<String, Network> networks(int latent) {
            return discriminator(latent, 2, width);
        }
    }

    /**
     * code / 2 |z|^2 + decay |decoder's weights|^2 + gradient |d decoder / d z|^2 in the place of the KL (Ghosh et al. 2020, eq. 5 and
     * 6): RAE-L2 with a gradient of 0, RAE-GP with a decay of 0.
     */
    record Regularized(double code, double decay, double gradient) implements Penalized {
        @Override
        public double klFactor() {
            return 0;
        }
    }

    /** Weights that {@link Penalized#networks} bring. */
    default List<Parameter> parameters(int latent) {
        List<Parameter> all = new ArrayList<>();
        if (this instanceof Penalized penalized) {
            penalized.networks(latent).forEach((prefix, network) -> all.addAll(network.parameters(prefix)));
        }
        return all;
    }

    /** The prefix of a discriminator's weights. */
    String DISCRIMINATOR = "objective.discriminator";

    private static SequencedMap<String, Network> discriminator(int latent, int depth, int width) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new Layer.Linear(width));
            layers.add(new Layer.Activation(Layer.Function.LEAKY_RELU));
        }
        layers.add(new Layer.Linear(1));
        SequencedMap<String, Network> networks = new LinkedHashMap<>();
        networks.put(DISCRIMINATOR, new Network(Shape.of(latent), layers));
        return networks;
    }
}
