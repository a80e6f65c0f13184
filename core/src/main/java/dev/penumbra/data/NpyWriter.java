package dev.penumbra.data;

import dev.penumbra.AtomicFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes arrays as NumPy's {@code .npy}, format 1.0, in C order. */
public final class NpyWriter {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private NpyWriter() {}

    /**
     * Writes 32-bit floats.
     *
     * @param dims their product is the number of values
     * @throws dev.penumbra.InputException where the file cannot be written
     */
    public static void write(Path file, List<Integer> dims, float[] values) {
        require(dims, values.length);
        write(file, header("<f4", dims), bytes(values));
    }

    /** {@code values} as they stand behind a {@link #header} of type {@code <f4}. */
    public static byte[] bytes(float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(4, values.length)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    /** {@code values} as they stand behind a {@link #header} of type {@code <f8}. */
    public static byte[] bytes(double[] values) {
        byte[] bytes = new byte[Math.multiplyExact(Double.BYTES, values.length)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        return bytes;
    }

    /** Writes unsigned bytes. */
    public static void write(Path file, List<Integer> dims, byte[] values) {
        require(dims, values.length);
        write(file, header("|u1", dims), values);
    }

    private static void write(Path file, byte[] header, byte[] values) {
        AtomicFiles.write(file, out -> {
            out.write(header);
            out.write(values);
        });
    }

    /**
     * The bytes before the values: the format wants the whole a multiple of 64.
     *
     * @param type as NumPy writes it, such as {@code <f4}
     */
    public static byte[] header(String type, List<Integer> dims) {
        return header(type, dims, false);
    }

    /**
     * The same in either order.
     *
     * @param fortran whether the first dimension is the fastest; otherwise the last is
     */
    public static byte[] header(String type, List<Integer> dims, boolean fortran) {
        String sizes = dims.stream().map(d -> d + ",").collect(Collectors.joining(" "));
        String text = "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': ("
                + sizes + "), }";
        int length = Math.ceilDiv(MAGIC.length + 2 + text.length() + 1, 64) * 64;
        ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putShort((short) (length - MAGIC.length - 2));
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.position() < length - 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    private static void require(List<Integer> dims, int values) {
        if (dims.stream().mapToLong(d -> d).reduce(1, Math::multiplyExact) != values) {
            throw new IllegalArgumentException("an array of " + dims + " has not " + values + " values");
        }
    }
}
