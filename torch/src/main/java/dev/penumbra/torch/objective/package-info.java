/** What a step of training minimizes. */
@NullMarked
package dev.penumbra.torch.objective;

import org.jspecify.annotations.NullMarked;
