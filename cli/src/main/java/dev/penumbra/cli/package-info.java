/** The command line: options in, library calls, text out. */
@NullMarked
package dev.penumbra.cli;

import org.jspecify.annotations.NullMarked;
