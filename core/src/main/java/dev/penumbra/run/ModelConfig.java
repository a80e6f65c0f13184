package dev.penumbra.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.penumbra.distribution.Likelihoods;
import dev.penumbra.nn.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is trained, before the data's shape is known.
 *
 * @param kind       basic autoencoder or VAE
 * @param latent     dimensions of z; of a ladder, channels of z at the largest size with blocks
 * @param ladder     depth and width of a ladder; nothing to other kinds
 * @param posterior  as {@link Posteriors} reads it; null for a diagonal Gaussian, or a basic autoencoder's point
 * @param prior      as {@link Priors} reads it; null for N(0, I)
 * @param conditional whether encoder and decoder also read the example's class
 * @param encoder    text or layers; null chooses by the data's shape
 * @param decoder    text or layers; null mirrors the encoder
 * @param likelihood a text that {@link Likelihoods} reads; null chooses by the loss and the data's range
 */
public record ModelConfig(
        Kind kind,
        int latent,
        Ladder ladder,
        @Nullable String posterior,
        @Nullable String prior,
        boolean conditional,
        @Nullable NetworkConfig encoder,
        @Nullable NetworkConfig decoder,
        @Nullable String likelihood) {
    public ModelConfig {
        Checks.range("latent", latent, 1, 1 << 16);
        if (posterior != null) {
            Posteriors.parse(posterior, latent);
        }
        if (prior != null) {
            Priors.parse(prior, latent, false);
        }
        if (likelihood != null) {
            Likelihoods.parse(likelihood, "likelihood");
        }
    }

    /** A VAE with everything but {@code latent} chosen by the data. */
    public static ModelConfig vae(int latent) {
        return new ModelConfig(Kind.VAE, latent, Ladder.DEFAULT, null, null, false, null, null, null);
    }

    /** The same with both networks given as text. */
    public ModelConfig withNetworks(String encoder, String decoder) {
        return new ModelConfig(
                kind,
                latent,
                ladder,
                posterior,
                prior,
                conditional,
                new NetworkConfig.Text(encoder),
                new NetworkConfig.Text(decoder),
                likelihood);
    }

    public ModelConfig withKind(Kind kind) {
        return new ModelConfig(kind, latent, ladder, posterior, prior, conditional, encoder, decoder, likelihood);
    }

    public ModelConfig withLikelihood(@Nullable String likelihood) {
        return new ModelConfig(kind, latent, ladder, posterior, prior, conditional, encoder, decoder, likelihood);
    }

    public ModelConfig withPosterior(@Nullable String posterior) {
        return new ModelConfig(kind, latent, ladder, posterior, prior, conditional, encoder, decoder, likelihood);
    }

    public ModelConfig withPrior(@Nullable String prior) {
        return new ModelConfig(kind, latent, ladder, posterior, prior, conditional, encoder, decoder, likelihood);
    }

    public ModelConfig withConditional(boolean conditional) {
        return new ModelConfig(kind, latent, ladder, posterior, prior, conditional, encoder, decoder, likelihood);
    }

    /** The same with a ladder of this depth and width. */
    public ModelConfig withLadder(Ladder ladder) {
        return new ModelConfig(
                Kind.LADDER, latent, ladder, posterior, prior, conditional, encoder, decoder, likelihood);
    }

    /**
     * Settings of a ladder.
     *
     * @param depth stochastic layers
     * @param width channels at the largest size with blocks
     */
    public record Ladder(int depth, int width) {
        public static final Ladder DEFAULT = new Ladder(6, 64);

        public Ladder {
            Checks.range("depth", depth, 1, 100);
            Checks.range("width", width, 8, 4096);
        }
    }

    /** What is trained. */
    public enum Kind {
        /** Basic autoencoder: the encoder gives one point. */
        @JsonProperty("ae")
        AE,
        /** Variational autoencoder: the encoder gives a distribution. */
        @JsonProperty("vae")
        VAE,
        /** Several stochastic layers of convolutions. */
        @JsonProperty("ladder")
        LADDER
    }

    /** Whether the likelihood is one of counts, levels or shares, which needs the values as they are: standardized ones are negative. */
    boolean needsRawValues() {
        return likelihood != null
                && !Likelihoods.parse(likelihood, "likelihood").supports(-1);
    }

    /** A network as a short text such as {@code mlp:400}, or layer by layer. */
    public sealed interface NetworkConfig {
        /** A short text. */
        record Text(@JsonValue String text) implements NetworkConfig {}

        /** All layers, the last one giving the outputs. */
        record Layers(@JsonValue List<Layer> layers) implements NetworkConfig {
            public Layers {
                layers = List.copyOf(layers);
            }
        }

        /** A JSON string is a text, a JSON array is layers. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static NetworkConfig of(String text) {
            return new Text(text);
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static NetworkConfig of(List<Layer> layers) {
            return new Layers(layers);
        }
    }
}
