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

    /** The image as it is seen, brought to size where one is asked for. */
    Image read(ImageFile file) throws IOException {
        String place = where.endsWith(file.name()) ? where : where + ", " + file.name();
        try {
            int length = fill(file);
            if (length > MAX_FILE_BYTES) {
                throw new InputException(
                        "An image file is too large.",
                        "at most " + MAX_FILE_BYTES + " bytes",
                        "more",
                        place,
                        "remove it");
            }
            Image upright = decode(length, place).upright();
            return resize == null ? upright : upright.resized(resize);
        } catch (InputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The decoders of the JDK meet damaged files with exceptions of all kinds.
            throw new InputException(
                    "An image cannot be read.",
                    ImageKind.ALL,
                    e.getMessage() == null ? "one that ends within its pixels or is damaged" : e.getMessage(),
                    place,
                    "remove it, get it again, or save it anew as PNG of 8 bits",
                    e);
        }
    }

    private Image decode(int length, String place) throws IOException {
        ImageKind kind = ImageKind.of(buffer, length);
        if (kind == null) {
            throw new IOException(ImageKind.other(buffer, length));
        }
        if (kind != ImageKind.PNG) {
            return ImageIoReader.decode(buffer, length, ImageFacts.of(buffer, length, kind), resize, place);
        }
        PngChunks chunks = PngChunks.of(buffer, length);
        Image plain = png.decode(buffer, length, chunks);
        return plain == null ? ImageIoReader.decode(buffer, length, ImageFacts.of(chunks), resize, place) : plain;
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
