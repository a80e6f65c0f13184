/** The run directory: configuration, metrics, provenance. */
@NullMarked
package dev.penumbra.run;

import org.jspecify.annotations.NullMarked;
