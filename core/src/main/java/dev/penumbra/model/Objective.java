package dev.penumbra.model;

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
}
