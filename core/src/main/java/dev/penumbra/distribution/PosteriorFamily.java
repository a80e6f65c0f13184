package dev.penumbra.distribution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** q(z|x): what the encoder's outputs mean. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PosteriorFamily.Point.class, name = "point"),
    @JsonSubTypes.Type(value = PosteriorFamily.Gaussian.class, name = "gaussian"),
    @JsonSubTypes.Type(value = PosteriorFamily.Planar.class, name = "planar"),
    @JsonSubTypes.Type(value = InverseAutoregressiveFlow.class, name = "iaf"),
    @JsonSubTypes.Type(value = PosteriorFamily.Spherical.class, name = "vmf"),
    @JsonSubTypes.Type(value = VectorQuantized.class, name = "vq"),
})
public sealed interface PosteriorFamily
        permits PosteriorFamily.Point,
                PosteriorFamily.Gaussian,
                PosteriorFamily.Planar,
                InverseAutoregressiveFlow,
                PosteriorFamily.Spherical,
                VectorQuantized {
    /** Before the names of its weights. */
    String PREFIX = "posterior";

    /** How many outputs the encoder has for {@code latent} dimensions. */
    int outputs(int latent);

    /** Whether it can be the posterior of a z of so many dimensions. */
    default boolean fits(int latent) {
        return true;
    }

    /**
     * The prior where none is chosen. Where the KL has a closed form, it is the KL to this prior. One that is not normal is the only
     * prior of the family, and the prior of no other.
     */
    default Prior defaultPrior() {
        return new Prior.Normal();
    }

    /** Networks of its own, by the prefix of their weights. */
    default SequencedMap<String, Network> networks() {
        return new LinkedHashMap<>();
    }

    /** Weights of its own beside those of its networks. */
    default List<Parameter> parameters(int latent) {
        return List.of();
    }

    /** Whether there is a KL to the prior, and so an ELBO. */
    @JsonIgnore
    default boolean isVariational() {
        return true;
    }

    /** One point z, the encoder's v outputs: the basic autoencoder. */
    record Point() implements PosteriorFamily {
        @Override
        public int outputs(int latent) {
            return latent;
        }

        @Override
        public boolean isVariational() {
            return false;
        }
    }

    /**
     * N(mean, exp(logStd)^2) with a diagonal covariance: v means, then v logarithms of standard deviations, which
     * {@link LogParameter#softened} bounds, here and before the flows.
     */
    record Gaussian() implements PosteriorFamily {
        @Override
        public int outputs(int latent) {
            return 2 * latent;
        }
    }

    /**
     * Planar flows (Rezende &amp; Mohamed 2015, eq. 10 and appendix A.1): from z = mean + exp(logStd) noise, z becomes
     * z + u' tanh(w z + b) for each flow, u' being u with w u' brought above -1. Outputs of the encoder: v means, v logarithms of
     * standard deviations, then u (v values), w (v values) and b of each flow.
     *
     * @param flows 1 to {@value #MAX_FLOWS}
     */
    record Planar(int flows) implements PosteriorFamily {
        public static final int MAX_FLOWS = 1000;

        /**
         * log(e - 1). w u' = softplus(w u + SHIFT) - 1, the constraint of the paper moved so that 0 stays 0: without this, u' would grow
         * as 1 / |w| where w is near 0.
         */
        public static final double SHIFT = 0.5413248546129181;

        public Planar {
            if (flows < 1 || flows > MAX_FLOWS) {
                throw new IllegalArgumentException("flows must be in 1.." + MAX_FLOWS + ", got " + flows);
            }
        }

        @Override
        public int outputs(int latent) {
            return Math.addExact(
                    Math.multiplyExact(2, latent), Math.multiplyExact(flows, Math.addExact(2 * latent, 1)));
        }
    }

    /**
     * The von Mises-Fisher distribution on the unit sphere of R^v (Davidson et al. 2018). Outputs of the encoder: v values whose
     * direction is the mean direction, and one c with kappa = softplus(c) + 1.
     */
    record Spherical() implements PosteriorFamily {
        @Override
        public int outputs(int latent) {
            return Math.addExact(latent, 1);
        }

        @Override
        public boolean fits(int latent) {
            return latent >= 2;
        }

        @Override
        public Prior defaultPrior() {
            return new Prior.Sphere();
        }
    }
}
