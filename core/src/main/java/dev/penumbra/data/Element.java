package dev.penumbra.data;

import java.nio.ByteBuffer;

/** The number types that array files hold, by the names that NumPy gives them. */
enum Element {
    U1(1, Values.Type.BYTE),
    U2(2, Values.Type.INTEGER),
    U4(4, Values.Type.INTEGER),
    U8(8, Values.Type.INTEGER),
    I1(1, Values.Type.INTEGER),
    I2(2, Values.Type.INTEGER),
    I4(4, Values.Type.INTEGER),
    I8(8, Values.Type.INTEGER),
    F2(2, Values.Type.REAL),
    F4(4, Values.Type.REAL),
    F8(8, Values.Type.REAL),
    B1(1, Values.Type.TRUTH);

    /** Bytes of one number. */
    final int bytes;
    /** What one means. */
    final Values.Type type;

    Element(int bytes, Values.Type type) {
        this.bytes = bytes;
        this.type = type;
    }

    /** The number at byte {@code at}, in the byte order of {@code from}. */
    double get(ByteBuffer from, int at) {
        return switch (this) {
            case U1 -> from.get(at) & 0xff;
            case U2 -> from.getShort(at) & 0xffff;
            case U4 -> from.getInt(at) & 0xffff_ffffL;
            case U8 -> unsigned(from.getLong(at));
            case I1 -> from.get(at);
            case I2 -> from.getShort(at);
            case I4 -> from.getInt(at);
            case I8 -> from.getLong(at);
            case F2 -> Float.float16ToFloat(from.getShort(at));
            case F4 -> from.getFloat(at);
            case F8 -> from.getDouble(at);
            case B1 -> from.get(at) == 0 ? 0 : 1;
        };
    }

    /** Halved with its last bit kept, so that the doubled value is rounded once. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }
}
