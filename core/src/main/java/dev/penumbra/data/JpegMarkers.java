package dev.penumbra.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the markers of a JPEG file say (ITU-T T.81, annex B) that decides what its samples mean.
 *
 * @param components  of a pixel
 * @param luma        whether the first three are luma and chroma, and not red, green, blue or inks
 * @param scans       how many passes the samples are stored in
 * @param orientation of the camera's notes, as {@link Exif#orientation} gives it
 */
record JpegMarkers(int components, boolean luma, int scans, int orientation) {
    /** Of the smallest images; see {@link ImageIoReader}. */
    static final int MAX_SCANS = 100;

    private static final int NONE = -1;
    private static final String NOTES = "Exif\0\0";

    /** Reads the first {@code length} bytes of {@code file}; throws where they end too early. */
    static JpegMarkers of(byte[] file, int length) throws IOException {
        String ids = "";
        boolean jfif = false;
        int adobe = NONE;
        int scans = 0;
        int orientation = 1;
        boolean noted = false;
        int at = 2;
        while (true) {
            while (at < length - 1 && !isMarker(file, at)) {
                at++;
            }
            int marker = at < length - 1 ? file[at + 1] & 0xff : NONE;
            if (marker == 0xd9 && scans > 0) {
                break;
            }
            at += 2;
            if (marker == 0xd8 || marker == 0xd9 || marker == 1) {
                continue;
            }
            int end = at + 2 <= length ? at + ((file[at] & 0xff) << 8 | (file[at + 1] & 0xff)) : length + 1;
            if (marker == NONE || end < at + 2 || end > length) {
                throw new IOException("a JPEG that ends too early");
            }
            int from = at + 2;
            if (isFrame(marker) && ids.isEmpty()) {
                ids = ids(file, from, end);
            } else if (marker == 0xda && ++scans > MAX_SCANS) {
                throw new IOException("a JPEG of more than " + MAX_SCANS + " passes");
            } else if (marker == 0xe0) {
                jfif |= starts(file, from, end, "JFIF\0");
            } else if (marker == 0xe1 && !noted && starts(file, from, end, NOTES)) {
                orientation = Exif.orientation(file, from + NOTES.length(), end);
                noted = true;
            } else if (marker == 0xee && starts(file, from, end, "Adobe") && end - from >= 12) {
                adobe = file[from + 11] & 0xff;
            }
            at = end;
        }
        return new JpegMarkers(ids.length(), isLuma(ids, jfif, adobe), scans, orientation);
    }

    /** The rule of libjpeg, and so of nearly every viewer. ImageIO has another, which takes some photographs for red, green and blue. */
    private static boolean isLuma(String ids, boolean jfif, int adobe) {
        return switch (ids.length()) {
            case 3 -> jfif || (adobe == NONE ? !ids.equals("RGB") : adobe != 0);
            case 4 -> adobe > 0;
            default -> false;
        };
    }

    /** Within samples, 0xff is followed by 0 or by the number of an interval; before a marker it may be repeated. */
    private static boolean isMarker(byte[] file, int at) {
        int next = file[at + 1] & 0xff;
        return file[at] == (byte) 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** The names of the components, a character each. */
    private static String ids(byte[] file, int from, int end) throws IOException {
        int count = end - from < 6 ? 0 : file[from + 5] & 0xff;
        if (count == 0 || end - from < 6 + 3 * count) {
            throw new IOException("a JPEG with a damaged header");
        }
        byte[] ids = new byte[count];
        for (int i = 0; i < count; i++) {
            ids[i] = file[from + 6 + 3 * i];
        }
        return new String(ids, StandardCharsets.ISO_8859_1);
    }

    private static boolean starts(byte[] file, int from, int end, String text) {
        return end - from >= text.length()
                && new String(file, from, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }
}
