/** Programs that measure one thing each and print it as a line of JSON; {@code bench/run} starts them. */
@NullMarked
package dev.penumbra.bench;

import org.jspecify.annotations.NullMarked;
