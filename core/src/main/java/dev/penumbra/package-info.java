/** What every package shares. */
@NullMarked
package dev.penumbra;

import org.jspecify.annotations.NullMarked;
