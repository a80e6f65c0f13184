/** Pictures and self-contained HTML reports: of a run, of the lecture's regimes, of a sweep over the weight of the KL. */
@NullMarked
package dev.penumbra.report;

import org.jspecify.annotations.NullMarked;
