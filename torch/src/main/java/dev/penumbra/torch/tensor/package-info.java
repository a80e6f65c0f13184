/** Tensors of LibTorch, their life, and the device they lie on: the only package that knows LibTorch's bindings. */
@NullMarked
package dev.penumbra.torch.tensor;

import org.jspecify.annotations.NullMarked;
