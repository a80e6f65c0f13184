/** A model is a spec (encoder, posterior, decoder, likelihood, schema) and weights; the bundle file holds both. */
@NullMarked
package dev.penumbra.model;

import org.jspecify.annotations.NullMarked;
