/** Measurements: programs that print a ratio of two things done in the same run. */
@NullMarked
package dev.penumbra.bench;

import org.jspecify.annotations.NullMarked;
