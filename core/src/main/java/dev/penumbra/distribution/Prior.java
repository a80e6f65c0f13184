package dev.penumbra.distribution;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** p(z). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Prior.Normal.class, name = "normal"),
    @JsonSubTypes.Type(value = Prior.Mixture.class, name = "mixture"),
    @JsonSubTypes.Type(value = Prior.Vamp.class, name = "vamp"),
    @JsonSubTypes.Type(value = RealNvp.class, name = "realnvp"),
    @JsonSubTypes.Type(value = Prior.Sphere.class, name = "sphere"),
    @JsonSubTypes.Type(value = VaePrior.class, name = "vae"),
    @JsonSubTypes.Type(value = CodebookPrior.class, name = "codebook"),
})
public sealed interface Prior
        permits Prior.Normal, Prior.Mixture, Prior.Vamp, RealNvp, Prior.Sphere, VaePrior, CodebookPrior {
    /** Before the names of its weights. */
    String PREFIX = "prior";

    /** The weights of {@link Mixture}: unnormalized logarithms of the weights, means, logarithms of standard deviations. */
    String LOGITS = "prior.logits";

    String MEANS = "prior.means";
    String LOG_STDS = "prior.logStds";

    /** The weights of {@link Vamp}: one pseudo-input a row. */
    String INPUTS = "prior.inputs";

    /** Whether it can be the prior of a z of so many dimensions. */
    default boolean fits(int latent) {
        return true;
    }

    /** Networks of its own, by the prefix of their weights. */
    default SequencedMap<String, Network> networks() {
        return new LinkedHashMap<>();
    }

    /**
     * Weights of its own beside those of its networks.
     *
     * @param latent dimensions of z
     * @param inputs values that the encoder reads
     */
    default List<Parameter> parameters(int latent, int inputs) {
        return List.of();
    }

    /** How many draws of N(0, 1) an estimate of its log-density takes beyond z: 0 where the density is exact. */
    default int noise() {
        return 0;
    }

    /** N(0, I). */
    record Normal() implements Prior {}

    /**
     * A mixture of Gaussians with diagonal covariances, all learned.
     *
     * @param components at least 1
     */
    record Mixture(int components) implements Prior {
        public Mixture {
            positive("components", components);
        }

        @Override
        public List<Parameter> parameters(int latent, int inputs) {
            // Fan-in 1 spreads the means over [-1, 1]; all weights and standard deviations start equal.
            return List.of(
                    Parameter.constant(LOGITS, List.of(components), 0),
                    Parameter.uniform(MEANS, List.of(components, latent), 1),
                    Parameter.constant(LOG_STDS, List.of(components, latent), 0));
        }
    }

    /**
     * The mixture of the posteriors of learned pseudo-inputs u_k, 1/K sum_k q(z|u_k) (Tomczak &amp; Welling 2018).
     *
     * @param components how many pseudo-inputs, K, at least 1
     * @param unit       whether inputs lie in [0, 1]: a pseudo-input is then the sigmoid of its weights
     */
    record Vamp(int components, boolean unit) implements Prior {
        public Vamp {
            positive("components", components);
        }

        @Override
        public List<Parameter> parameters(int latent, int inputs) {
            return List.of(Parameter.uniform(INPUTS, List.of(components, inputs), 1));
        }

        /** The pseudo-inputs that {@code weights} stand for, [K, inputs]. */
        float[] inputs(float[] weights) {
            float[] out = weights.clone();
            for (int i = 0; unit && i < out.length; i++) {
                out[i] = (float) (1 / (1 + StrictMath.exp(-out[i])));
            }
            return out;
        }

        /** The weight that stands for a value {@code x} of a pseudo-input, within what a sigmoid reaches with a gradient. */
        public float weight(float x) {
            double inside = Math.clamp(x, 0.02, 0.98);
            return unit ? (float) StrictMath.log(inside / (1 - inside)) : x;
        }
    }

    /** Uniform on the unit sphere of R^v: the prior of {@link PosteriorFamily.Spherical}. */
    record Sphere() implements Prior {
        @Override
        public boolean fits(int latent) {
            return latent >= 2;
        }
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }
}
