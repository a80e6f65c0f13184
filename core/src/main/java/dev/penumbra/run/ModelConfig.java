package dev.penumbra.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.penumbra.distribution.Counts;
import dev.penumbra.distribution.Likelihoods;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is trained, before the data's shape is known.
 *
 * @param kind       basic autoencoder or VAE
 * @param latent     dimensions of z
 * @param encoder    text or layers; null chooses by the data's shape
 * @param decoder    text or layers; null mirrors the encoder
 * @param likelihood a text that {@link Likelihoods} reads; null chooses by the loss and the data's range
 */
public record ModelConfig(
        ModelSpec.Kind kind,
        int latent,
        @Nullable NetworkConfig encoder,
        @Nullable NetworkConfig decoder,
        @Nullable String likelihood) {
    public ModelConfig {
        Checks.range("latent", latent, 1, 1 << 16);
        if (likelihood != null) {
            Likelihoods.parse(likelihood, "likelihood");
        }
    }

    /** A VAE with everything but {@code latent} chosen by the data. */
    public static ModelConfig vae(int latent) {
        return new ModelConfig(ModelSpec.Kind.VAE, latent, null, null, null);
    }

    /** The same with both networks given as text. */
    public ModelConfig withNetworks(String encoder, String decoder) {
        return new ModelConfig(
                kind, latent, new NetworkConfig.Text(encoder), new NetworkConfig.Text(decoder), likelihood);
    }

    public ModelConfig withKind(ModelSpec.Kind kind) {
        return new ModelConfig(kind, latent, encoder, decoder, likelihood);
    }

    public ModelConfig withLikelihood(@Nullable String likelihood) {
        return new ModelConfig(kind, latent, encoder, decoder, likelihood);
    }

    /** Whether the likelihood is one of counts, which needs the data as it is. */
    boolean readsCounts() {
        return likelihood != null && Likelihoods.parse(likelihood, "likelihood") instanceof Counts;
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
