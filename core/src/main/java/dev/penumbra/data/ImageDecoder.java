package dev.penumbra.data;

import dev.penumbra.InOrder;
import dev.penumbra.InputException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Decodes image files into one array of bytes, [n, channels, height, width], by several threads. */
final class ImageDecoder {
    /** Few, because each may hold an image of the largest size. */
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private static final int PART_FILES = 256;
    private static final int PART_BYTES = 1 << 22;
    /** What reading a part gives instead of samples where one channel does not hold it. */
    private static final byte[] HAS_COLOUR = {};

    private final List<ImageFile> files;
    private final String where;
    private final @Nullable Resize resize;
    private final Image first;
    /** Of every file; those that are equal are one object. */
    private final ImageForm[] forms;

    private final Map<ImageForm, ImageForm> distinct = new ConcurrentHashMap<>();
    private int next;
    private boolean coloured;

    /**
     * Decodes the first image, whose size all others must have.
     *
     * @param files at least one
     * @param where the folder or zip, for messages
     */
    ImageDecoder(List<ImageFile> files, String where, @Nullable Resize resize) throws IOException {
        this.files = files;
        this.where = where;
        this.resize = resize;
        this.forms = new ImageForm[files.size()];
        try (ImageFileReader reader = new ImageFileReader(where, resize)) {
            this.first = reader.read(files.getFirst());
        }
    }

    /** All images: in one channel, or in three where one of them is coloured. */
    NumberArray decode(Workspace workspace) throws IOException {
        for (int channels = 1; ; channels = 3) {
            List<Integer> dims = List.of(files.size(), channels, first.height(), first.width());
            long bytes = NumberArray.byteCount(dims, Element.U1, where);
            try (StorageWriter writer = new StorageWriter(workspace, bytes, where)) {
                if (write(channels, writer)) {
                    return new NumberArray(writer.finish(), 0, Element.U1, ByteOrder.BIG_ENDIAN, dims, false, where);
                }
            }
        }
    }

    /** How each file holds its image, in order, once they are decoded. */
    List<ImageForm> forms() {
        return List.of(forms);
    }

    /** Writes all images, or stops where a coloured one does not fit into one channel. */
    private boolean write(int channels, StorageWriter writer) throws IOException {
        int step = Math.clamp(PART_BYTES / (channels * first.height() * first.width()), 1, PART_FILES);
        next = 0;
        coloured = false;
        InOrder.<byte[]>run(
                THREADS,
                () -> {
                    if (coloured || next == files.size()) {
                        return null;
                    }
                    int from = next;
                    int to = Math.min(from + step, files.size());
                    next = to;
                    return () -> read(from, to, channels);
                },
                samples -> {
                    coloured |= samples.length == 0;
                    writer.write(samples);
                });
        return !coloured;
    }

    private byte[] read(int from, int to, int channels) throws IOException {
        int size = channels * first.height() * first.width();
        byte[] samples = new byte[(to - from) * size];
        try (ImageFileReader reader = new ImageFileReader(where, resize)) {
            for (int i = from; i < to; i++) {
                Image image = reader.read(files.get(i));
                if (channels == 1 && image.isColoured()) {
                    return HAS_COLOUR;
                }
                if (image.height() != first.height() || image.width() != first.width()) {
                    throw new InputException(
                            "The images have different sizes.",
                            first.height() + "x" + first.width() + ", as "
                                    + files.getFirst().name(),
                            image.height() + "x" + image.width() + " in "
                                    + files.get(i).name(),
                            where,
                            "bring all to one size with --resize, for example --resize " + first.height() + "x"
                                    + first.width());
                }
                System.arraycopy(image.planes(channels), 0, samples, (i - from) * size, size);
                forms[i] = distinct.computeIfAbsent(image.form(), form -> form);
            }
        }
        return samples;
    }
}
