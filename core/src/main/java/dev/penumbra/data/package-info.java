/** Data sets, their schema, readers, known and generated sets, splits. */
@NullMarked
package dev.penumbra.data;

import org.jspecify.annotations.NullMarked;
