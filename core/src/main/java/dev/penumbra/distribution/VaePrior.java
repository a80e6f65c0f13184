package dev.penumbra.distribution;

import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * p(z) of a VAE whose data is z, with latents z2 of its own: p(z) = E[p(z|z2) p(z2) / q(z2|z)] over z2 ~ q(z2|z). One sample of z2 gives
 * log p(z|z2) + log p(z2) - log q(z2|z), whose mean is a lower bound of log p(z); with importance-weighted objectives z and z2 are
 * sampled together (Burda, Grosse &amp; Salakhutdinov 2016, section 2).
 *
 * @param latent  dimensions of z2, at least 1
 * @param encoder q(z2|z) = N(mean, exp(logStd)^2), diagonal: from z to the means, then the logarithms of the standard deviations
 * @param decoder p(z|z2), the same from z2 to z
 * @param prior   p(z2)
 */
public record VaePrior(int latent, Network encoder, Network decoder, Prior prior) implements Prior {
    /** The prefixes of the two networks' weights. */
    public static final String ENCODER = PREFIX + ".encoder";

    public static final String DECODER = PREFIX + ".decoder";

    /** Checks that all parts fit; {@link IllegalArgumentException} says which does not. */
    public VaePrior {
        if (latent < 1) {
            throw new IllegalArgumentException("latent must be at least 1, got " + latent);
        }
        require("the prior's encoder gives 2 values for each latent", 2L * latent, encoder.output());
        require("the prior's decoder reads the latents", latent, decoder.input());
        require(
                "the prior's decoder gives 2 values for each that its encoder reads",
                2L * size(encoder),
                decoder.output());
        if (!prior.fits(latent)) {
            throw new IllegalArgumentException(
                    "the prior of the prior's latents is not one of " + latent + " dimensions");
        }
    }

    private static int size(Network encoder) {
        return encoder.input().size();
    }

    private static void require(String what, long expected, Shape received) {
        if (received.size() != expected) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", got " + received);
        }
    }

    @Override
    public boolean fits(int dimensions) {
        return dimensions == size(encoder);
    }

    @Override
    public int noise() {
        return latent + prior.noise();
    }

    @Override
    public SequencedMap<String, Network> networks() {
        SequencedMap<String, Network> all = new LinkedHashMap<>();
        all.put(ENCODER, encoder);
        all.put(DECODER, decoder);
        prior.networks().forEach((prefix, network) -> all.put(PREFIX + "." + prefix, network));
        return all;
    }

    @Override
    public List<Parameter> parameters(int dimensions, int inputs) {
        List<Parameter> all = new ArrayList<>();
        prior.parameters(latent, dimensions).forEach(p -> all.add(p.prefixed(PREFIX + ".")));
        return all;
    }
}
