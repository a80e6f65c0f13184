/** The training reader of a network: tensors with gradients. */
@NullMarked
package dev.penumbra.torch.nn;

import org.jspecify.annotations.NullMarked;
