package dev.penumbra.data;

import dev.penumbra.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder or a zip, in the order of their names. Folders with the names of splits are the splits; the folders below the
 * one that all have in common are the classes. Grey images have one channel; one coloured image among them makes all of them three.
 * Links are not followed, and nothing is unpacked; what is left out is counted in a note.
 */
final class ImageFiles {
    private ImageFiles() {}

    /** @param folder may itself be a link */
    static Source ofFolder(String name, Path folder, @Nullable Resize resize, Workspace workspace) {
        ImageListing listing = new ImageListing(folder.toString());
        try {
            Path root = folder.toRealPath();
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isSymbolicLink()) {
                        listing.addLink();
                    } else {
                        String path = root.relativize(file).toString().replace(File.separatorChar, '/');
                        listing.add(path, () -> Files.newInputStream(file));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (!ImageListing.isHidden(String.valueOf(file.getFileName()))) {
                        throw failure;
                    }
                    listing.addHidden();
                    return FileVisitResult.CONTINUE;
                }
            });
            return read(name, listing, folder.toString(), resize, workspace);
        } catch (IOException e) {
            throw Failures.unreadable(folder.toString(), e);
        }
    }

    /** One image as a data set of one example. */
    static Source ofFile(String name, Path file, @Nullable Resize resize, Workspace workspace) {
        try {
            ImageFile only = new ImageFile(name, () -> Files.newInputStream(file));
            return new Source(name, read(List.of(only), List.of(), "", file.toString(), resize, workspace), null, null);
        } catch (IOException e) {
            throw Failures.unreadable(file.toString(), e);
        }
    }

    /** A zip that holds one table and nothing else is that table. */
    static Source ofZip(String name, Path file, DataOptions options, Workspace workspace) {
        ImageListing listing = new ImageListing(file.toString());
        try (ZipFile zip = ZipMembers.open(file)) {
            List<ZipEntry> members = ZipMembers.of(zip, file);
            ZipEntry table = ZipMembers.onlyTable(members);
            if (table != null) {
                return new Source(name, TableReader.read(file, table.getName(), options, workspace), null, null);
            }
            for (ZipEntry entry : members) {
                listing.add(ZipMembers.path(entry), () -> ZipContent.of(zip, entry, file + ", " + entry.getName()));
            }
            return read(name, listing, file.toString(), options.resize(), workspace);
        } catch (ZipException e) {
            throw new InputException(
                    "The zip cannot be read.",
                    "a whole zip, its entries stored or deflated, without a password",
                    String.valueOf(e.getMessage()),
                    file.toString(),
                    "unpack it and give the folder, or get it again",
                    e);
        } catch (IOException e) {
            throw Failures.unreadable(file.toString(), e);
        }
    }

    private static Source read(
            String name, ImageListing listing, String where, @Nullable Resize resize, Workspace workspace)
            throws IOException {
        List<ImageFile> images = listing.images();
        FolderSplits splits = FolderSplits.of(paths(images), where);
        if (splits == null) {
            List<String> classes = FolderLabels.of(paths(images));
            return new Source(name, read(images, classes, listing.note(), where, resize, workspace), null, null);
        }
        listing.keepOnly(
                images.stream().filter(e -> splits.part(e.name()) != null).toList());
        List<String> paths = paths(listing.images());
        Map<FolderSplits.Part, int[]> places = splits.places(paths);
        List<String> classes = splits.classes(paths, places);
        Dataset all = read(listing.images(), classes, listing.note(), where, resize, workspace);
        Dataset train = Objects.requireNonNull(part(all, places.get(FolderSplits.Part.TRAIN)));
        return new Source(
                name,
                train,
                part(all, places.get(FolderSplits.Part.VALIDATION)),
                part(all, places.get(FolderSplits.Part.TEST)));
    }

    private static @Nullable Dataset part(Dataset all, int @Nullable [] places) {
        if (places == null) {
            return null;
        }
        Subset part = new Subset(all, places);
        return all.schema().classes().isEmpty() || part.label(0) >= 0 ? part : new Unlabelled(part);
    }

    private static List<String> paths(List<ImageFile> images) {
        return images.stream().map(ImageFile::name).toList();
    }

    /** @param folders the class of each image, "" where it has none; or empty where none has */
    private static Dataset read(
            List<ImageFile> images,
            List<String> folders,
            String note,
            String where,
            @Nullable Resize resize,
            Workspace workspace)
            throws IOException {
        ImageDecoder decoder = new ImageDecoder(images, where, resize);
        NumberArray array = decoder.decode(workspace);
        List<String> classes =
                Labels.classesOf(folders.stream().filter(f -> !f.isEmpty()).toList());
        int[] labels = classes.isEmpty() ? null : Labels.indices(folders, classes);
        List<String> notes = new ArrayList<>();
        if (!note.isEmpty()) {
            notes.add(note);
        }
        notes.addAll(ImageForm.notes(decoder.forms()));
        return new ImageExamples(
                ArrayExamples.of(array, Values.Type.PIXEL, labels, List.of(), classes),
                paths(images),
                decoder.forms(),
                notes);
    }
}
