/** A service that applies a trained model. */
@NullMarked
package dev.penumbra.examples.service;

import org.jspecify.annotations.NullMarked;
