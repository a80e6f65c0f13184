/** JMH benchmarks of single kernels, one class each; {@code bench/run kernels} runs them. */
@NullMarked
package dev.penumbra.bench.kernel;

import org.jspecify.annotations.NullMarked;
