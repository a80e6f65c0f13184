package dev.penumbra.codec;

import dev.penumbra.data.ImageForm;
import org.jspecify.annotations.Nullable;

/**
 * An item of a compressed file.
 *
 * @param index place in the file, from 0
 * @param name  what it was called
 * @param form  how its image file held it; null where it was none, or was compressed with loss
 * @param x     values as the model sees them, [d]
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record Item(long index, String name, @Nullable ImageForm form, float[] x) {}
