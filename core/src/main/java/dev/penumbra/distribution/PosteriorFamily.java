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
    @JsonSubTypes.Type(value = VectorQuantized.class, name = "vq"),
})
public sealed interface PosteriorFamily permits PosteriorFamily.Point, PosteriorFamily.Gaussian, VectorQuantized {
    /** Before the names of its weights. */
    String PREFIX = "posterior";

    /** How many outputs the encoder has for {@code latent} dimensions. */
    int outputs(int latent);

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

    /** N(mean, exp(logStd)^2) with a diagonal covariance: v means, then v logarithms of standard deviations. */
    record Gaussian() implements PosteriorFamily {
        @Override
        public int outputs(int latent) {
            return 2 * latent;
        }
    }
}
