package dev.penumbra.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The fields of a TIFF's directories, for which ImageIO takes memory before it reads them. Format: TIFF 6.0, section 2. */
final class TiffFields {
    /** Bytes of a value of the types 0 to 13. */
    private static final int[] BYTES = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    /** Directories that are looked at: no other is read. */
    private static final int DIRECTORIES = 2;

    private TiffFields() {}

    /** Refuses fields that claim more values than the file's {@code length} bytes can hold. */
    static void requireWithin(byte[] file, int length) throws IOException {
        if (length < 8) {
            return;
        }
        ByteBuffer in =
                ByteBuffer.wrap(file, 0, length).order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long at = in.getInt(4) & 0xffffffffL;
        for (int d = 0; d < DIRECTORIES && at >= 8 && at + 2 <= length; d++) {
            int fields = in.getShort((int) at) & 0xffff;
            for (long field = at + 2; field < at + 2 + 12L * fields && field + 12 <= length; field += 12) {
                int type = Math.min(in.getShort((int) field + 2) & 0xffff, BYTES.length - 1);
                long bytes = BYTES[type] * (in.getInt((int) field + 4) & 0xffffffffL);
                if (bytes > length) {
                    throw new IOException("a field of " + bytes + " bytes in a file of " + length);
                }
            }
            long next = at + 2 + 12L * fields;
            at = next + 4 <= length ? in.getInt((int) next) & 0xffffffffL : length;
        }
    }
}
