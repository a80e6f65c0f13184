/** Changing one named feature of an input: directions in latent space, learned from examples and calibrated on what they change. */
@NullMarked
package dev.penumbra.latent.edit;

import org.jspecify.annotations.NullMarked;
