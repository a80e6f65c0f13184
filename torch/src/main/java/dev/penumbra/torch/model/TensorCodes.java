package dev.penumbra.torch.model;

import dev.penumbra.distribution.VectorQuantized;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Tensor;

/**
 * {@link VectorQuantized}: the codes go on to the decoder, and the gradient at them to the encoder's outputs as if nothing had happened
 * between (straight-through). In training, every sample also teaches the codebook.
 */
final class TensorCodes implements TensorPosterior {
    private final VectorQuantized family;
    private final int latent;
    private final Parameters parameters;
    private final Tensor codebook_KD;
    private final Tensor usage_K;

    TensorCodes(VectorQuantized family, int latent, Parameters parameters) {
        this.family = family;
        this.latent = latent;
        this.parameters = parameters;
        this.codebook_KD = parameters.get(VectorQuantized.CODEBOOK);
        this.usage_K = parameters.get(VectorQuantized.USAGE);
    }

    @Override
    public TensorModel.Encoded describe(Tensor code_BE) {
        Tensor vectors_ND = vectors(code_BE);
        return new TensorModel.Encoded(codes(nearest(vectors_ND)), null);
    }

    @Override
    public Sample sample(Tensor code_RE, Tensor noise_RV) {
        Tensor vectors_ND = vectors(code_RE);
        Tensor nearest_N = nearest(vectors_ND);
        Tensor codes_RV = parameters.training() ? learn(vectors_ND, nearest_N, noise_RV) : codes(nearest_N);
        // The difference is 0, and has the gradient of the encoder's outputs.
        Tensor z_RV = codes_RV.plus(code_RE.minus(code_RE.detach()));
        double positions = (double) latent / family.dim();
        return new Sample(
                z_RV,
                () -> codes_RV.sum(1).times(0),
                null,
                null,
                code_RE.minus(codes_RV).square().sum(1).times(family.commitment() / positions));
    }

    private Tensor vectors(Tensor code_RE) {
        return code_RE.detach().reshape(-1, family.dim());
    }

    /** See {@link dev.penumbra.distribution.Codebook#nearest}. */
    private Tensor nearest(Tensor vectors_ND) {
        Tensor codes = codebook_KD.toDouble();
        Tensor scores_NK = vectors_ND
                .toDouble()
                .product(codes.transpose())
                .minus(codes.square().sum(1).times(0.5));
        return scores_NK.argMax(1);
    }

    private Tensor codes(Tensor nearest_N) {
        long n = nearest_N.size(0);
        return codebook_KD
                .gather(0, nearest_N.reshape(n, 1).expand(n, family.dim()))
                .reshape(-1, latent);
    }

    /** The nearest codes, found again where the codebook has new ones. What it learns from them holds from the next step on. */
    private Tensor learn(Tensor vectors_ND, Tensor nearest_N, Tensor noise_RV) {
        CodebookLearning learning =
                new CodebookLearning(family.dim(), codebook_KD.toArray(), usage_K.toArray(), vectors_ND.toArray());
        Tensor chosen_N = nearest_N;
        if (learning.replaceUnused(nearest_N.toArray(), noise_RV.narrow(0, 0, 1).toArray())) {
            codebook_KD.set(learning.codebook());
            chosen_N = nearest(vectors_ND);
        }
        Tensor codes_RV = codes(chosen_N);
        learning.follow(chosen_N.toArray());
        codebook_KD.set(learning.codebook());
        usage_K.set(learning.usage());
        return codes_RV;
    }
}
