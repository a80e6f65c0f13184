/** Numbers about a trained model that take so many samples that only LibTorch gives them in time. */
@NullMarked
package dev.penumbra.torch.eval;

import org.jspecify.annotations.NullMarked;
