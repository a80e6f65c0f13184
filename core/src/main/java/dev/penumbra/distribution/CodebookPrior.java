package dev.penumbra.distribution;

/**
 * Every vector of z is each of the codes of {@link VectorQuantized} with the same probability, independently of the others: log p(z) is
 * -v / dim log K, a mass.
 *
 * @param codes K
 * @param dim   values of a code vector
 */
public record CodebookPrior(int codes, int dim) implements Prior {
    public CodebookPrior {
        if (codes < 1 || dim < 1) {
            throw new IllegalArgumentException("codes and dim must be at least 1, got " + codes + " and " + dim);
        }
    }

    @Override
    public boolean fits(int latent) {
        return latent % dim == 0;
    }

    /** log p(z) of any z that is made of codes, in nats. */
    public double logMass(int latent) {
        int vectors = latent / dim;
        return -vectors * StrictMath.log(codes);
    }
}
