/** Several runs that are compared: the lecture's regimes, the choice of lambda. */
@NullMarked
package dev.penumbra.torch.experiment;

import org.jspecify.annotations.NullMarked;
