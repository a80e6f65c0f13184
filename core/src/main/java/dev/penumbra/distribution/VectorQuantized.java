package dev.penumbra.distribution;

import dev.penumbra.nn.Initialization;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import java.util.List;

/**
 * The encoder's v outputs are v / dim vectors, one after the other, and each is replaced by the nearest of K code vectors (van den Oord,
 * Vinyals &amp; Kavukcuoglu 2017): q(z|x) has mass one on one choice of codes. Described as a point: the mean holds the code vectors,
 * logStd is minus infinity.
 *
 * @param codes      K, at least 1
 * @param dim        values of a code vector, a divisor of v
 * @param commitment weight of the term that keeps the encoder's outputs near their codes, at least 0
 */
public record VectorQuantized(int codes, int dim, double commitment) implements PosteriorFamily {
    /** The code vectors, [K, dim]: running means of the encoder's outputs that chose them. */
    public static final String CODEBOOK = PREFIX + ".codebook";

    /** [K], the running mean of how often each code is chosen, in units of one choice in K; 0 before the first. */
    public static final String USAGE = PREFIX + ".usage";

    public VectorQuantized {
        if (codes < 1 || dim < 1 || (long) codes * dim > Shape.MAX_SIZE) {
            throw new IllegalArgumentException("codes and dim must be at least 1, and their product at most "
                    + Shape.MAX_SIZE + ", got " + codes + " and " + dim);
        }
        if (!(commitment >= 0) || Double.isInfinite(commitment)) {
            throw new IllegalArgumentException("commitment must be at least 0 and finite, got " + commitment);
        }
    }

    @Override
    public int outputs(int latent) {
        if (latent % dim != 0) {
            throw new IllegalArgumentException("latent " + latent + " is not a multiple of the codes' dim " + dim);
        }
        return latent;
    }

    @Override
    public List<Parameter> parameters(int latent) {
        return List.of(
                new Parameter(CODEBOOK, List.of(codes, dim), new Initialization.Uniform(dim), false),
                Parameter.statistic(USAGE, List.of(codes), 0));
    }

    @Override
    public CodebookPrior defaultPrior() {
        return new CodebookPrior(codes, dim);
    }
}
