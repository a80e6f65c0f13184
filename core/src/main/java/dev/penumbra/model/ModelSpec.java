package dev.penumbra.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is, without its weights.
 *
 * @param kind       basic autoencoder or variational autoencoder
 * @param schema     what it reads
 * @param latent     dimensions of z, v
 * @param encoder    from the schema's shape to v outputs (the point) or 2v (first the means, then the logarithms of the
 *                   standard deviations)
 * @param decoder    from [v] to the likelihood's {@code outputsPerValue} outputs for each of an example's d values
 * @param likelihood what the decoder's outputs mean
 */
public record ModelSpec(Kind kind, Schema schema, int latent, Network encoder, Network decoder, Likelihood likelihood) {
    /** The names of the two networks in the weights. */
    public static final String ENCODER = "encoder";

    public static final String DECODER = "decoder";

    /** The two models of the lecture. */
    public enum Kind {
        /** Basic autoencoder: the encoder gives one point. */
        @JsonProperty("ae")
        AE(1),
        /** Variational autoencoder: the encoder gives a Gaussian. */
        @JsonProperty("vae")
        VAE(2);

        /** Encoder outputs per latent dimension. */
        public final int outputsPerDimension;

        Kind(int outputsPerDimension) {
            this.outputsPerDimension = outputsPerDimension;
        }
    }

    /** Checks that all parts fit; {@link IllegalArgumentException} says which does not. */
    public ModelSpec {
        if (latent < 1) {
            throw new IllegalArgumentException("latent must be at least 1, got " + latent);
        }
        require("the encoder must read the data's shape", schema.shape(), encoder.input());
        int outputs = kind.outputsPerDimension * latent;
        require(
                "the encoder's outputs for latent " + latent + " of a " + kind,
                outputs,
                encoder.output().size());
        require("the decoder must read z", latent, decoder.input().size());
        require(
                "the decoder's outputs for the likelihood " + likelihood.text(),
                (long) likelihood.outputsPerValue() * schema.shape().size(),
                (long) decoder.output().size());
    }

    /** Everything that is learned, in order: encoder, decoder, likelihood. */
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(encoder.parameters(ENCODER));
        all.addAll(decoder.parameters(DECODER));
        all.addAll(likelihood.parameters(schema.shape().size()));
        return all;
    }

    private static void require(String what, Object expected, Object received) {
        if (!expected.equals(received)) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", got " + received);
        }
    }
}
