/** Models as tensors: what a batch, its samples of z and their densities are, with gradients; and inference for bulk. */
@NullMarked
package dev.penumbra.torch.model;

import org.jspecify.annotations.NullMarked;
