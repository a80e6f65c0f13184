package dev.penumbra.codec;

import dev.penumbra.AtomicFiles;
import dev.penumbra.data.ArrayForm;
import dev.penumbra.data.NpyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Writes items as an array of NumPy, in the type, the sizes and the order that it had. */
final class ArrayFile {
    private ArrayFile() {}

    /** @param source gives the items, in order */
    static long write(Path out, Original original, long items, Consumer<Decompressor.Sink> source) {
        ArrayForm form = original.array();
        List<Integer> dims = new ArrayList<>();
        dims.add(Math.toIntExact(items));
        dims.addAll(form.dims());
        byte[] header = NpyWriter.header(form.type(), dims, form.fortran());
        AtomicFiles.write(out, stream -> {
            stream.write(header);
            if (form.fortran()) {
                writeTurned(stream, original, items, out, source);
            } else {
                source.accept(item -> stream.write(form.bytes(original.numbers(item.x()))));
            }
        });
        return items;
    }

    /** One item: an array of its sizes alone. */
    static void writeOne(Path out, Original original, Item item) {
        ArrayForm form = original.array();
        AtomicFiles.write(out, stream -> {
            stream.write(NpyWriter.header(form.type(), form.dims(), false));
            stream.write(form.bytes(original.numbers(item.x())));
        });
    }

    /** All first numbers of the items, then all second ones: the items go to a file beside {@code out}, which is then read across. */
    private static void writeTurned(
            OutputStream stream, Original original, long items, Path out, Consumer<Decompressor.Sink> source)
            throws IOException {
        ArrayForm form = original.array();
        Path temporary = Files.createTempFile(out.toAbsolutePath().resolveSibling(""), "items", ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            Batch batch = new Batch(channel, form, items);
            source.accept(item -> batch.add(form.bytes(original.numbers(item.x()))));
            batch.flush();
            channel.position(0);
            try (InputStream in = Channels.newInputStream(channel)) {
                in.transferTo(stream);
            }
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /** Some items, whose numbers are written to their places together. */
    private static final class Batch {
        private static final int MOST = 1 << 24;

        private final FileChannel channel;
        private final ArrayForm form;
        private final long items;
        private final List<byte[]> held = new ArrayList<>();
        private long first;

        Batch(FileChannel channel, ArrayForm form, long items) {
            this.channel = channel;
            this.form = form;
            this.items = items;
        }

        void add(byte[] item) throws IOException {
            held.add(item);
            if ((long) held.size() * item.length >= MOST) {
                flush();
            }
        }

        /** An item's numbers stand with the last dimension fastest; in the file the first is, after that of the items. */
        void flush() throws IOException {
            int bytes = form.elementBytes();
            int numbers = held.isEmpty() ? 0 : held.getFirst().length / bytes;
            for (int k = 0; k < numbers; k++) {
                ByteBuffer column = ByteBuffer.allocate(held.size() * bytes);
                int from = form.fromFirstFastest(k) * bytes;
                for (byte[] item : held) {
                    column.put(item, from, bytes);
                }
                column.flip();
                for (long at = ((long) k * items + first) * bytes; column.hasRemaining(); ) {
                    at += channel.write(column, at);
                }
            }
            first += held.size();
            held.clear();
        }
    }
}
