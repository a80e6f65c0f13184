package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads and decodes image files one after the other, with the same buffers. For one thread. */
final class ImageFileReader implements AutoCloseable {
    private static final int MAX_FILE_BYTES = 1 << 26;

    private final String where;
    private final @Nullable Resize resize;
    private final PlainPng png = new PlainPng();
    private byte[] buffer = new byte[1 << 13];

    /** @param where the folder or zip, for messages */
    ImageFileReader(String where, @Nullable Resize resize) {
        this.where = where;
        this.resize = resize;
    }

    /** The image, brought to size where one is asked for. */
    Image read(ImageFile file) throws IOException {
        int length = fill(file);
        String place = where.endsWith(file.name()) ? where : where + ", " + file.name();
        if (length > MAX_FILE_BYTES) {
            throw new InputException(
                    "An image file is too large.", "at most " + MAX_FILE_BYTES + " bytes", "more", place, "remove it");
        }
        Image plain = png.decode(buffer, length);
        Image image = plain == null ? Image.decode(buffer, length, place) : plain;
        return resize == null ? image : image.resized(resize);
    }

    /** Brings a file into the buffer, which grows with what is really there; returns its length, at most one byte too many. */
    private int fill(ImageFile file) throws IOException {
        try (InputStream in = file.content().open()) {
            int length = in.readNBytes(buffer, 0, buffer.length);
            while (length == buffer.length && length <= MAX_FILE_BYTES) {
                buffer = Arrays.copyOf(buffer, Math.min(2 * length, MAX_FILE_BYTES + 1));
                length += in.readNBytes(buffer, length, buffer.length - length);
            }
            return length;
        }
    }

    @Override
    public void close() {
        png.close();
    }
}
