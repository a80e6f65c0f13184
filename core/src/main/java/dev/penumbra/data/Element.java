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

    /** The nearest number of this type. */
    double nearest(double number) {
        return switch (this) {
            case U1 -> whole(number, 0, 0xff);
            case U2 -> whole(number, 0, 0xffff);
            case U4 -> whole(number, 0, 0xffff_ffffL);
            case U8 -> whole(number, 0, 0x1p64 - 0x1p11);
            case I1 -> whole(number, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case I2 -> whole(number, Short.MIN_VALUE, Short.MAX_VALUE);
            case I4 -> whole(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case I8 -> whole(number, Long.MIN_VALUE, 0x1p63 - 0x1p10);
            case F2 -> Float.float16ToFloat(Float.floatToFloat16((float) number));
            case F4 -> (float) number;
            case F8 -> number;
            case B1 -> number >= 0.5 ? 1 : 0;
        };
    }

    /** Never -0. */
    private static double whole(double number, double low, double high) {
        return 0.0 + Math.clamp(Math.rint(number), low, high);
    }

    /** Writes the nearest number of this type at byte {@code at}, in the byte order of {@code into}. */
    void put(ByteBuffer into, int at, double number) {
        double nearest = nearest(number);
        switch (this) {
            case U1, I1, B1 -> into.put(at, (byte) (int) nearest);
            case U2, I2 -> into.putShort(at, (short) (int) nearest);
            case U4, I4 -> into.putInt(at, (int) (long) nearest);
            case U8 -> into.putLong(at, nearest < 0x1p63 ? (long) nearest : (long) (nearest - 0x1p63) | Long.MIN_VALUE);
            case I8 -> into.putLong(at, (long) nearest);
            case F2 -> into.putShort(at, Float.floatToFloat16((float) nearest));
            case F4 -> into.putFloat(at, (float) nearest);
            case F8 -> into.putDouble(at, nearest);
        }
    }

    /** Halved with its last bit kept, so that the doubled value is rounded once. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }
}
