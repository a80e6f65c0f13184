/** One step of training: by automatic differentiation for every model, by hand-derived gradients for plain ones. */
@NullMarked
package dev.penumbra.torch.step;

import org.jspecify.annotations.NullMarked;
