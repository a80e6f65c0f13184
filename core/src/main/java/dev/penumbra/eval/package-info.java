/** Numbers about a trained model. */
@NullMarked
package dev.penumbra.eval;

import org.jspecify.annotations.NullMarked;
