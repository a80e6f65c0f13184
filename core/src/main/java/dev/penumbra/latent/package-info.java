/** What a trained model is for: generate, reconstruct, interpolate. */
@NullMarked
package dev.penumbra.latent;

import org.jspecify.annotations.NullMarked;
