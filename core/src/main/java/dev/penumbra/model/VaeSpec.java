package dev.penumbra.model;

import dev.penumbra.data.Schema;
import dev.penumbra.distribution.CodebookPrior;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.distribution.Prior;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Encoder, posterior, prior, decoder and likelihood: every piece goes with every other.
 *
 * @param schema     what it reads
 * @param latent     dimensions of z, v
 * @param classes    how many classes it is conditioned on; 0 for none
 * @param encoder    from {@link #input} to the posterior's outputs
 * @param posterior  what they mean
 * @param prior      of z
 * @param decoder    from [v], or [v + classes], to the likelihood's {@code outputsPerValue} outputs for each of d values
 * @param likelihood what they mean
 */
public record VaeSpec(
        Schema schema,
        int latent,
        int classes,
        Network encoder,
        PosteriorFamily posterior,
        Prior prior,
        Network decoder,
        Likelihood likelihood)
        implements ModelSpec {
    /** The prefixes of the two networks' weights. */
    public static final String ENCODER = "encoder";

    public static final String DECODER = "decoder";

    /** Checks that all parts fit; {@link IllegalArgumentException} says which does not. */
    public VaeSpec {
        if (latent < 1) {
            throw new IllegalArgumentException("latent must be at least 1, got " + latent);
        }
        if (classes < 0 || classes > 1 << 16) {
            throw new IllegalArgumentException("classes must be in 0.." + (1 << 16) + ", got " + classes);
        }
        require("a posterior of latent " + latent, true, posterior.fits(latent));
        require("a prior of latent " + latent, true, prior.fits(latent));
        boolean normal = posterior.defaultPrior() instanceof Prior.Normal;
        boolean special = prior instanceof Prior.Sphere || prior instanceof CodebookPrior;
        require(
                "codes and the sphere have their own priors, and those go with nothing else",
                true,
                normal ? !special : prior.equals(posterior.defaultPrior()));
        require(
                "a prior of posteriors needs Gaussian ones",
                true,
                posterior instanceof PosteriorFamily.Gaussian || !(prior instanceof Prior.Vamp));
        Shape input = encoder.input().isImage() || classes == 0
                ? input(schema.shape(), classes)
                : Shape.of(schema.shape().size() + classes);
        require("the encoder must read the data's shape", input, encoder.input());
        require(
                "the encoder's outputs for latent " + latent + " of " + posterior,
                posterior.outputs(latent),
                encoder.output().size());
        require("the decoder must read z", latent + classes, decoder.input().size());
        require(
                "the decoder's outputs for the likelihood " + likelihood.text(),
                (long) likelihood.outputsPerValue() * schema.shape().size(),
                (long) decoder.output().size());
    }

    /** A model with the posterior's default prior and no condition. */
    public VaeSpec(
            Schema schema,
            int latent,
            Network encoder,
            PosteriorFamily posterior,
            Network decoder,
            Likelihood likelihood) {
        this(schema, latent, 0, encoder, posterior, posterior.defaultPrior(), decoder, likelihood);
    }

    /**
     * What an encoder reads: the example, and the class as one 0-or-1 plane each of an image, or as so many more values behind the
     * values of a vector.
     */
    public static Shape input(Shape example, int classes) {
        if (classes == 0) {
            return example;
        }
        return example.isImage()
                ? Shape.image(example.channels() + classes, example.height(), example.width())
                : Shape.of(example.size() + classes);
    }

    @Override
    public boolean isVariational() {
        return posterior.isVariational();
    }

    @Override
    public boolean hasClosedKl() {
        return posterior instanceof PosteriorFamily.Gaussian && prior instanceof Prior.Normal;
    }

    @Override
    public int noise() {
        return latent + prior.noise();
    }

    @Override
    public boolean infers(String name) {
        return name.startsWith(ENCODER + ".") || name.startsWith(PosteriorFamily.PREFIX + ".");
    }

    @Override
    public SequencedMap<String, Network> networks() {
        SequencedMap<String, Network> all = new LinkedHashMap<>();
        all.put(ENCODER, encoder);
        all.put(DECODER, decoder);
        all.putAll(posterior.networks());
        all.putAll(prior.networks());
        return all;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        networks().forEach((prefix, network) -> all.addAll(network.parameters(prefix)));
        all.addAll(posterior.parameters(latent));
        all.addAll(prior.parameters(latent, encoder.input().size()));
        all.addAll(likelihood.parameters(schema.shape().size()));
        return all;
    }

    private static void require(String what, Object expected, Object received) {
        if (!expected.equals(received)) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", got " + received);
        }
    }
}
