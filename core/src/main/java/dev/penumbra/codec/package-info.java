/** Entropy coding with a trained model: lossless by bits-back coding, lossy by its quantized codes; the compressed file. */
@NullMarked
package dev.penumbra.codec;

import org.jspecify.annotations.NullMarked;
