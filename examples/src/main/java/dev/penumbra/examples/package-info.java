/** Small programs that use the library, and the lecture in one file that uses nothing. */
@NullMarked
package dev.penumbra.examples;

import org.jspecify.annotations.NullMarked;
