/** How well a representation separates the known factors of variation of the data. */
@NullMarked
package dev.penumbra.eval.factors;

import org.jspecify.annotations.NullMarked;
