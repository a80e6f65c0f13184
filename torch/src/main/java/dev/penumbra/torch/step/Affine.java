package dev.penumbra.torch.step;

import dev.penumbra.torch.tensor.Tensor;

/**
 * What a layer learns.
 *
 * @param weight         W
 * @param bias           b
 * @param weightGradient of the loss, in the shape of W
 * @param biasGradient   of the loss, in the shape of b
 */
record Affine(Tensor weight, Tensor bias, Tensor weightGradient, Tensor biasGradient) {}
