package dev.penumbra.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The one thing of a camera's notes (EXIF, CIPA DC-008) that changes what is seen. They are laid out as a TIFF file is. */
final class Exif {
    private static final int ORIENTATION = 0x0112;
    private static final int ENTRY = 12;

    private Exif() {}

    /**
     * How the pixels are to be turned, 1 (not at all) to 8.
     *
     * @param from where the notes begin in {@code file}, with the letters of their byte order
     * @param to   where they end
     * @return 1 also where nothing is said, or nothing that can be understood: no viewer refuses an image for its notes
     */
    static int orientation(byte[] file, int from, int to) {
        if (to - from < 8) {
            return 1;
        }
        ByteBuffer in = ByteBuffer.wrap(file, from, to - from).slice();
        if (file[from] == 'I' && file[from + 1] == 'I') {
            in.order(ByteOrder.LITTLE_ENDIAN);
        } else if (file[from] != 'M' || file[from + 1] != 'M') {
            return 1;
        }
        int directory = in.getInt(4);
        if (directory < 0 || directory > in.limit() - 2) {
            return 1;
        }
        int entries = in.getShort(directory) & 0xffff;
        for (int at = directory + 2; entries > 0 && at <= in.limit() - ENTRY; at += ENTRY, entries--) {
            if (in.getShort(at) == ORIENTATION) {
                int value = switch (in.getShort(at + 2)) {
                    case 3 -> in.getShort(at + 8);
                    case 4 -> in.getInt(at + 8);
                    default -> 1;
                };
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}
