/** Attacks every reader of what comes from outside with damaged and hostile inputs. CONTRIBUTING.md says how to run it. */
@NullMarked
package dev.penumbra.fuzz;

import org.jspecify.annotations.NullMarked;
