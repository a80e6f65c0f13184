package dev.penumbra.codec;

import java.nio.ByteBuffer;
import java.util.List;

/** Codes blocks of examples, each by itself. Safe for use by several threads. */
sealed interface BlockCoder permits Lossless, Lossy {
    /**
     * The bytes of a block.
     *
     * @param examples values as the model sees them, [d] each
     */
    Coded encode(List<float[]> examples);

    /**
     * The examples of a block.
     *
     * @param count how many
     * @throws Ans.Damaged where the bytes are not those of such a block
     */
    List<float[]> decode(ByteBuffer bytes, int count);

    /**
     * A coded block.
     *
     * @param initialBits of these bytes, bits that carry no message
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used
    record Coded(byte[] bytes, int initialBits) {}
}
