package dev.penumbra.distribution;

import dev.penumbra.nn.Weights;

/** The code vectors of {@link VectorQuantized}, in pure Java. Immutable. */
public final class Codebook {
    private final int dim;
    private final float[] vectors;
    private final double[] halfSquares;

    /** The codebook among {@code weights}. */
    public Codebook(VectorQuantized family, Weights weights) {
        this(family.dim(), weights.get(VectorQuantized.CODEBOOK));
    }

    Codebook(CodebookPrior prior, Weights weights) {
        this(prior.dim(), weights.get(VectorQuantized.CODEBOOK));
    }

    /** Codes of {@code dim} values, one after the other. */
    Codebook(int dim, float[] vectors) {
        this.dim = dim;
        this.vectors = vectors;
        this.halfSquares = new double[vectors.length / dim];
        for (int k = 0; k < halfSquares.length; k++) {
            for (int j = k * dim; j < (k + 1) * dim; j++) {
                halfSquares[k] += 0.5 * ((double) vectors[j] * vectors[j]);
            }
        }
    }

    /** How many codes, K. */
    public int size() {
        return halfSquares.length;
    }

    /**
     * Which code is nearest to the vector that begins at {@code start}; the first of equally near ones. The nearest e has the largest
     * z e - e e / 2, here in double precision.
     */
    public int nearest(float[] z, int start) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < halfSquares.length; k++) {
            double score = -halfSquares[k];
            for (int j = 0; j < dim; j++) {
                score += (double) z[start + j] * vectors[k * dim + j];
            }
            if (score > highest) {
                highest = score;
                best = k;
            }
        }
        return best;
    }

    /** Code {@code k}, written to {@code into} from {@code start}. */
    void copy(int k, float[] into, int start) {
        System.arraycopy(vectors, k * dim, into, start, dim);
    }
}
