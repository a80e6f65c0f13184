package dev.penumbra.torch.model;

import dev.penumbra.torch.tensor.Tensor;

/** {@link dev.penumbra.distribution.PosteriorFamily.Point}. */
record TensorPoint() implements TensorPosterior {
    @Override
    public TensorModel.Encoded describe(Tensor code_BE) {
        return new TensorModel.Encoded(code_BE, null);
    }

    @Override
    public Sample sample(Tensor code_RE, Tensor noise_RV) {
        return new Sample(code_RE, () -> code_RE.detach().sum(1).times(0), null, null, null);
    }
}
