package dev.penumbra.data;

import java.nio.ByteBuffer;

/** The number types that array files hold, by the names that NumPy gives them. */
enum Element {
    U1(1),
    I1(1),
    I2(2),
    I4(4),
    I8(8),
    F4(4),
    F8(8),
    B1(1);

    /** Bytes of one number. */
    final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }

    /** The number at byte {@code at}, in the byte order of {@code from}. */
    double get(ByteBuffer from, int at) {
        return switch (this) {
            case U1 -> from.get(at) & 0xff;
            case I1 -> from.get(at);
            case I2 -> from.getShort(at);
            case I4 -> from.getInt(at);
            case I8 -> from.getLong(at);
            case F4 -> from.getFloat(at);
            case F8 -> from.getDouble(at);
            case B1 -> from.get(at) == 0 ? 0 : 1;
        };
    }

    /** The nearest number of this type. */
    double nearest(double number) {
        return switch (this) {
            case U1 -> Math.clamp(Math.rint(number), 0, 255);
            case I1 -> Math.clamp(Math.rint(number), Byte.MIN_VALUE, Byte.MAX_VALUE);
            case I2 -> Math.clamp(Math.rint(number), Short.MIN_VALUE, Short.MAX_VALUE);
            case I4 -> Math.clamp(Math.rint(number), Integer.MIN_VALUE, Integer.MAX_VALUE);
            case I8 -> (long) Math.rint(number);
            case F4 -> (float) number;
            case F8 -> number;
            case B1 -> number >= 0.5 ? 1 : 0;
        };
    }

    /** Writes the nearest number of this type at byte {@code at}, in the byte order of {@code into}. */
    void put(ByteBuffer into, int at, double number) {
        double nearest = nearest(number);
        switch (this) {
            case U1, I1, B1 -> into.put(at, (byte) nearest);
            case I2 -> into.putShort(at, (short) nearest);
            case I4 -> into.putInt(at, (int) nearest);
            case I8 -> into.putLong(at, (long) nearest);
            case F4 -> into.putFloat(at, (float) nearest);
            case F8 -> into.putDouble(at, nearest);
        }
    }
}
