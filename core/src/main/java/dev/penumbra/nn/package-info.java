/** Networks as data: layers, shapes, weights, and the exact runtime. */
@NullMarked
package dev.penumbra.nn;

import org.jspecify.annotations.NullMarked;
