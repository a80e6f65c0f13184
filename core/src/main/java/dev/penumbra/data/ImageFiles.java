package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

    private ImageFiles() {}

    static Dataset ofFolder(Path folder, @Nullable Resize resize, Workspace workspace) {
        try (Stream<Path> files = Files.find(folder, Integer.MAX_VALUE, (path, file) -> file.isRegularFile())) {
            Stream<ImageFile> images = files.map(p ->
                    new ImageFile(folder.relativize(p).toString().replace('\\', '/'), () -> Files.newInputStream(p)));
            return read(images, folder.toString(), resize, workspace);
        } catch (IOException | UncheckedIOException e) {
            throw Failures.unreadable(folder.toString(), e);
        }
    }

    /** One image as a data set of one example. */
    static Dataset ofFile(Path file, @Nullable Resize resize, Workspace workspace) {
        try {
            ImageFile only = new ImageFile(String.valueOf(file.getFileName()), () -> Files.newInputStream(file));
            return read(Stream.of(only), file.toString(), resize, workspace);
        } catch (IOException e) {
            throw Failures.unreadable(file.toString(), e);
        }
    }

    static Dataset ofZip(Path file, @Nullable Resize resize, Workspace workspace) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Stream<ImageFile> entries = zip.stream()
                    .filter(e -> !e.isDirectory())
                    .map((ZipEntry e) -> new ImageFile(e.getName(), () -> zip.getInputStream(e)));
            return read(entries, file.toString(), resize, workspace);
        } catch (IOException e) {
            throw Failures.unreadable(file.toString(), e);
        }
    }

    private static Dataset read(Stream<ImageFile> all, String where, @Nullable Resize resize, Workspace workspace)
            throws IOException {
        List<ImageFile> images = all.filter(e -> isImage(e.name()))
                .limit(MAX_IMAGES + 1L)
                .sorted(Comparator.comparing(ImageFile::name))
                .toList();
        if (images.isEmpty() || images.size() > MAX_IMAGES) {
            throw new InputException(
                    images.isEmpty() ? "There are no images." : "There are too many images.",
                    "1 to " + MAX_IMAGES + " files .png, .jpg or .jpeg",
                    images.isEmpty() ? "none" : "more",
                    where,
                    "check the folder");
        }
        ImageDecoder decoder = new ImageDecoder(images, where, resize);
        NumberArray array = decoder.decode(workspace);
        List<String> names = images.stream().map(ImageFile::name).toList();
        List<String> folders = FolderLabels.of(names);
        List<String> classes = Labels.classesOf(folders);
        int[] labels = folders.isEmpty() ? null : Labels.indices(folders, classes);
        return new ImageExamples(
                ArrayExamples.of(array, Values.Type.PIXEL, labels, List.of(), classes),
                names,
                decoder.forms(),
                List.of());
    }

    static boolean isImage(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return !file.startsWith(".") && (file.endsWith(".png") || file.endsWith(".jpg") || file.endsWith(".jpeg"));
    }
}
