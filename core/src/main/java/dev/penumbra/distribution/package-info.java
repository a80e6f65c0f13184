/** Posterior, prior and likelihood as values: what the outputs of a network mean. */
@NullMarked
package dev.penumbra.distribution;

import org.jspecify.annotations.NullMarked;
