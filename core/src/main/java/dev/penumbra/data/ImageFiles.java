package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The PNG and JPEG images of a folder or a zip, in the order of their names. The folders below the one that all have in common are
 * the classes. Grey images have one channel; one coloured image among them makes all of them three. Links are not followed, and
 * nothing is unpacked.
 */
final class ImageFiles {
    private static final int MAX_IMAGES = 5_000_000;
    private static final long MAX_FILE_BYTES = 1L << 26;

    /**
     * One image file.
     *
     * @param name path below the root, with slashes
     */
    private record Entry(String name, Opener content) {}

    private interface Opener {
        InputStream open() throws IOException;
    }

    private ImageFiles() {}

    static Dataset ofFolder(Path folder, @Nullable Resize resize, Workspace workspace) {
        try (Stream<Path> walk = Files.walk(folder)) {
            Stream<Entry> entries = walk.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
                    .map(p -> new Entry(
                            folder.relativize(p).toString().replace('\\', '/'), () -> Files.newInputStream(p)));
            return read(entries, folder.toString(), resize, workspace);
        } catch (IOException | UncheckedIOException e) {
            throw Failures.unreadable(folder.toString(), e);
        }
    }

    /** One image as a data set of one example. */
    static Dataset ofFile(Path file, @Nullable Resize resize, Workspace workspace) {
        try {
            Entry only = new Entry(String.valueOf(file.getFileName()), () -> Files.newInputStream(file));
            return read(Stream.of(only), file.toString(), resize, workspace);
        } catch (IOException e) {
            throw Failures.unreadable(file.toString(), e);
        }
    }

    static Dataset ofZip(Path file, @Nullable Resize resize, Workspace workspace) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Stream<Entry> entries = zip.stream()
                    .filter(e -> !e.isDirectory())
                    .map((ZipEntry e) -> new Entry(e.getName(), () -> zip.getInputStream(e)));
            return read(entries, file.toString(), resize, workspace);
        } catch (IOException e) {
            throw Failures.unreadable(file.toString(), e);
        }
    }

    private static Dataset read(Stream<Entry> all, String where, @Nullable Resize resize, Workspace workspace)
            throws IOException {
        List<Entry> images = all.filter(e -> isImage(e.name))
                .limit(MAX_IMAGES + 1L)
                .sorted(Comparator.comparing(Entry::name))
                .toList();
        if (images.isEmpty() || images.size() > MAX_IMAGES) {
            throw new InputException(
                    images.isEmpty() ? "There are no images." : "There are too many images.",
                    "1 to " + MAX_IMAGES + " files .png, .jpg or .jpeg",
                    images.isEmpty() ? "none" : "more",
                    where,
                    "check the folder");
        }
        NumberArray array = store(images, 1, where, resize, workspace);
        if (array == null) {
            array = store(images, 3, where, resize, workspace);
        }
        if (array == null) {
            throw new IllegalStateException("three channels hold every colour");
        }
        List<String> names = images.stream().map(Entry::name).toList();
        List<String> folders = FolderLabels.of(names);
        if (folders.isEmpty()) {
            return new Named(ArrayExamples.of(array, null, List.of(), List.of()), names);
        }
        List<String> classes = Labels.classesOf(folders);
        return new Named(ArrayExamples.of(array, Labels.indices(folders, classes), List.of(), classes), names);
    }

    static boolean isImage(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return !file.startsWith(".") && (file.endsWith(".png") || file.endsWith(".jpg") || file.endsWith(".jpeg"));
    }

    /** Decodes all images to bytes, [n, channels, height, width]; null when one channel was asked for and one has colour. */
    private static @Nullable NumberArray store(
            List<Entry> entries, int channels, String where, @Nullable Resize resize, Workspace workspace)
            throws IOException {
        Image first = load(entries.getFirst(), where, resize);
        long expected = (long) entries.size() * channels * first.height() * first.width();
        try (StorageWriter writer = new StorageWriter(workspace, expected, where)) {
            for (Entry entry : entries) {
                Image image = load(entry, where, resize);
                if (channels == 1 && image.isColoured()) {
                    return null;
                }
                if (image.height() != first.height() || image.width() != first.width()) {
                    throw new InputException(
                            "The images have different sizes.",
                            first.height() + "x" + first.width() + ", as " + entries.getFirst().name,
                            image.height() + "x" + image.width() + " in " + entry.name,
                            where,
                            "bring all to one size with --resize, for example --resize " + first.height() + "x"
                                    + first.width());
                }
                writer.write(image.planes(channels));
            }
            List<Integer> dims = List.of(entries.size(), channels, first.height(), first.width());
            return new NumberArray(writer.finish(), 0, Element.U1, ByteOrder.BIG_ENDIAN, dims, false, where);
        }
    }

    private static Image load(Entry entry, String where, @Nullable Resize resize) throws IOException {
        byte[] bytes;
        try (InputStream in = entry.content.open()) {
            bytes = in.readNBytes((int) MAX_FILE_BYTES + 1);
        }
        String place = where.endsWith(entry.name) ? where : where + ", " + entry.name;
        if (bytes.length > MAX_FILE_BYTES) {
            throw new InputException(
                    "An image file is too large.", "at most " + MAX_FILE_BYTES + " bytes", "more", place, "remove it");
        }
        Image image = Image.decode(bytes, place);
        return resize == null ? image : image.resized(resize);
    }
}
