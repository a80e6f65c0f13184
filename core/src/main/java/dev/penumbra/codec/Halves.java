package dev.penumbra.codec;

import java.nio.ByteBuffer;

/** Numbers of 16 bits (IEEE 754 binary16) in a block: three digits, and as far as 65,504. */
final class Halves {
    private static final float LARGEST = 65504;

    private Halves() {}

    /** {@code value} as it comes back. */
    static float round(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) Math.clamp(value, -LARGEST, LARGEST)));
    }

    /** Writes a number that {@link #round} gave. */
    static void write(ByteBuffer out, float value) {
        out.putShort(Float.floatToFloat16(value));
    }

    static float read(ByteBuffer in) {
        if (in.remaining() < Short.BYTES) {
            throw new Ans.Damaged("it ends within its numbers");
        }
        float value = Float.float16ToFloat(in.getShort());
        if (!Float.isFinite(value)) {
            throw new Ans.Damaged("a number that is not finite");
        }
        return value;
    }
}
