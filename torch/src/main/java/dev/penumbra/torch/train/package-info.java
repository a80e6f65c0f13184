/** The trainer, its events, checkpoints, and a run from configuration to model file. */
@NullMarked
package dev.penumbra.torch.train;

import org.jspecify.annotations.NullMarked;
